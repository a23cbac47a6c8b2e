#pragma once

#include <array>
#include <atomic>
#include <memory>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "base/flat_hash_index.h"
#include "base/slot_map.h"
#include "base/spsc_ring.h"
#include "base/timer_wheel.h"
#include "domain/call_control.h"
#include "domain/centre_status.h"
#include "domain/identity.h"
#include "domain/journal_port.h"
#include "engine/engine.h"
#include "gateway/asked_calls.h"
#include "gateway/byte_pool.h"
#include "gateway/call_state.h"
#include "gateway/listeners.h"
#include "gateway/load_control.h"
#include "gateway/name_watch.h"
#include "gateway/options.h"
#include "gateway/refused_requests.h"
#include "gateway/rejected_log.h"
#include "gateway/settled_requests.h"
#include "gateway/stream_front.h"
#include "gateway/told.h"
#include "gateway/trunks.h"
#include "net/poller.h"
#include "os/clock.h"

namespace qorgan::gateway {

/// A refusal that leaves when its record is durable.
struct pending_refusal {
  slot_handle transaction;
  std::uint64_t seq = 0;
  std::int64_t patience_ends_ms = 0;
};

/// A new call that waits for its turn.
struct waiting_datagram {
  peer from;
  stored bytes;
  std::int64_t since_ms = 0;
};

/// What other threads ask of the call path. Guarded for microseconds; the call path only tries.
struct mailbox {
  static constexpr std::size_t kDrops = 8'192;

  std::mutex guard;
  std::atomic<bool> has_mail{false};
  std::vector<drop_request> drops;
  std::vector<told_input> told;
  std::shared_ptr<const engine::policy_snapshot> policy;
  std::string policy_digest;
  std::shared_ptr<net::tls_context> certificates;
  std::vector<std::pair<watched_name, location>> moved_names;
  std::unique_ptr<gateway_options> settings;  ///< with the policy, or none
};

/// A next element that was asked by TCP for a large request and did not take it.
struct no_tcp {
  ip_endpoint at;
  std::int64_t until_ms = 0;
};

class watcher;

/// What the call path owns. One thread uses it; the handlers in this folder are functions on it.
struct call_path {
  call_path(gateway_options with, listeners sockets_in, engine::engine& screening_in,
            journal_port& journal_in, const os::clock& clock_in);
  ~call_path();

  gateway_options options;
  engine::engine& screening;
  journal_port& journal;
  const os::clock& clock;
  identity_port* passports = nullptr;  ///< null: no trunk asks for verification

  listeners sockets;
  stream_front front;
  sip::own_names names;
  trunk_table trunks;
  byte_pool bytes;
  slot_map<transaction> transactions;
  flat_hash_index by_request;  ///< server transactions by transaction_key::place
  slot_map<call> calls;
  flat_hash_index by_dialog;
  flat_hash_index by_key;
  settled_requests settled;
  timer_wheel timers;
  spsc_ring<pending_refusal> refusals;  ///< in order of seq; used as a plain bounded queue
  std::unique_ptr<asked_calls> asked;   ///< null when nobody may ask over HTTP
  rate_limit stranger_answers{50};
  std::unique_ptr<watcher> watch;  ///< null: no mirror is configured
  load_control load;
  // Under overload new calls wait for what is more urgent (batch.h). Full: they are handled at
  // once, which may mean refused.
  spsc_ring<waiting_datagram> waiting{limits::kWaitingCalls};
  bool more_to_read = false;  ///< in this round a listener was not read to its end
  std::vector<std::uint16_t> order, order_later;
  refused_requests refused;
  rejected_log rejected;
  std::uint64_t seed;  ///< of hashes that are never written down
  std::uint64_t last_key = 0;
  /// INVITEs that an earlier process sent, by the branch it gave them (carry_over.h).
  std::unordered_map<std::uint64_t, slot_handle> carried;
  std::uint64_t stateless = 0;  ///< makes branches of stateless copies unique

  // The message being handled. `sent` is a kept request read again.
  timestamp now;
  std::int64_t now_ms = 0;
  sip::message in;
  sip::message sent;
  sip::uri target;  ///< Request-URI of a new INVITE
  record entry;
  std::array<char, 68'000> scratch;
  std::array<char, 68'000> rewritten;  ///< a request whose Via had to change
  std::array<char, 2'048> lines;
  slot_handle resumed;  ///< the transaction of an INVITE that had been parked, for its screening

  gateway_figures figures;  ///< totals; published ten times a second
  std::int64_t next_tick_ms = 0;
  std::int64_t next_ping_ms = 0;
  std::int64_t next_hits_ms = 0;
  std::array<call_key, 1'024> dropped{};  ///< the newest drops, round: asked again nothing changes
  std::size_t next_dropped = 0;
  std::array<no_tcp, 64> no_tcp_at{};  ///< by address: large requests go by UDP
  std::vector<told_input> told;        ///< taken from the mailbox and not yet given to the engine
  std::size_t next_told = 0;
  std::atomic<bool> draining{false};  ///< OPTIONS is answered 503; calls go on
  mailbox letters;
  std::mutex published_guard;
  gateway_figures published;
};

// Timers carry what they are about in the top bit of their value; generations do not reach it.
inline constexpr std::uint64_t kCallTimer = std::uint64_t{1} << 63;

/// The message in `path.in` and who sent it.
struct arrival {
  peer from;
  origin who;
};

// ---- transactions (transactions.cc) ----

/// A transaction of `role`; empty when the table is full, short of what is kept for emergencies.
slot_handle open_transaction(call_path& path, transaction_role role, bool emergency = false);
/// Makes the server half findable for retransmissions.
bool index_transaction(call_path& path, slot_handle at, const sip::transaction_key& key);
/// A transaction for the INVITE in `path.in`; the one it was parked in when it was. Empty when the
/// table is full.
slot_handle begin_transaction(call_path& path, const arrival& from, transaction_role role,
                              const sip::transaction_key& key, bool emergency);
slot_handle find_transaction(const call_path& path, const sip::transaction_key& key);
void close_transaction(call_path& path, slot_handle at);
/// Sets the timer for what is due first; closes the transaction when nothing is left to wait for.
void arm(call_path& path, slot_handle at);
void on_transaction_timer(call_path& path, slot_handle at);
/// Reads the kept request of `of` into `path.sent`.
bool read_kept(call_path& path, const transaction& of);

// ---- calls (calls.cc) ----

slot_handle open_call(call_path& path, call_key key, std::uint16_t trunk);
void index_call(call_path& path, slot_handle at, std::string_view call_id, std::string_view tag);
/// The call a message inside a dialog belongs to and who sent it; empty when it is not known.
struct found_call {
  slot_handle at;
  leg from = leg::caller;
};
found_call find_call(call_path& path, const sip::message& in);
slot_handle find_call(call_path& path, call_key key);
/// The call's signalling is over. Its last messages (the ACK of a refusal) are waited for briefly.
void end_call(call_path& path, slot_handle at, std::uint16_t code, ended_by by, bool wait = false);
/// The last record, and the entry is free.
void finish_call(call_path& path, slot_handle at);
/// One timer per call: the wait for last messages, the deadline of a drop, the longest call.
void set_call_timer(call_path& path, slot_handle at, std::int64_t due_ms);
void on_call_timer(call_path& path, slot_handle at);

}  // namespace qorgan::gateway
