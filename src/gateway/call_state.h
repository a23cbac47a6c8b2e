#pragma once

#include <array>
#include <cstdint>

#include "base/inline_vector.h"
#include "base/slot_map.h"
#include "base/timer_wheel.h"
#include "domain/decision.h"
#include "domain/record.h"
#include "gateway/byte_pool.h"
#include "gateway/peer.h"
#include "sip/client_transaction.h"
#include "sip/message.h"
#include "sip/server_transaction.h"
#include "sip/teardown.h"
#include "sip/transaction_key.h"

namespace qorgan::gateway {

/// Whose request a transaction carries.
enum class transaction_role : std::uint8_t {
  relay,   ///< a request on its way through: server half and client half
  answer,  ///< a request the centre answers itself: server half
  cancel,  ///< our CANCEL of a relayed INVITE: client half
  bye,     ///< our BYE to one end of a call
  ping,    ///< our OPTIONS to a next hop
};

/// Several phones may answer one call (a fork behind the next hop): each answer is a dialog of its
/// own. Two are followed; a third passes as well, and its end is not the call's.
enum class call_dialog : std::uint8_t { first, other, unknown };

/// One request and its answers. A relayed request keeps both halves in one place, since exactly one
/// branch is open at a time.
struct transaction {
  transaction_role role = transaction_role::relay;
  sip::method verb = sip::method::other;
  leg from = leg::caller;  ///< relay, answer: who asks; bye: who is told
  bool initial = false;    ///< an INVITE outside a dialog: a call of its own
  bool has_server = false;
  bool has_client = false;
  bool answered = false;  ///< a final response went back
  bool heard = false;     ///< the next hop has answered something
  bool diverted = false;
  bool cancel_wanted = false;  ///< CANCEL leaves once a provisional response allows it
  bool cancelled_by_caller = false;
  bool rang_out = false;                    ///< Timer C
  bool pending = false;                     ///< a refusal that waits for its record
  bool parked = false;                      ///< an INVITE that waits for its PASSporT
  bool trying_sent = false;                 ///< … which has been told so
  bool rewrites_target = false;             ///< the Request-URI names the next hop
  bool unreachable = false;                 ///< the request could not be sent
  bool sent_again = false;                  ///< over another connection, as the first one broke
  bool is_large = false;                    ///< by TCP instead of UDP for its size
  call_dialog inside = call_dialog::first;  ///< of an in-dialog request
  std::uint8_t attempt = 0;                 ///< next hops tried before this one
  std::uint8_t hop = 0;
  std::uint8_t record_routes = 0;  ///< lines of ours in the request
  std::uint16_t trunk = 0;
  std::uint16_t refuse_with = 0;  ///< pending: status of the refusal
  float score = 0;                ///< pending: of the decision
  std::uint32_t tried = 0;        ///< bit set of next hops
  std::uint32_t cseq = 0;
  sip::server_transaction server;
  sip::client_transaction client;
  sip::transaction_key key;
  std::uint64_t loop = 0;
  peer source;    ///< sender of the request
  peer upstream;  ///< where responses go
  peer downstream;
  std::uint32_t waits_on = 0;                ///< connection the request left by, with …
  std::uint32_t next_waiting = 0xffff'ffff;  ///< … the others that wait there
  std::uint32_t previous_waiting = 0xffff'ffff;
  slot_handle call;
  slot_handle cancel;   ///< relay: our CANCEL; cancel: the INVITE
  call_key decided;     ///< redirect: the call's id, there is no entry of it
  stored request;       ///< as sent; pending: as received; after a final answer: the ACK
  stored cancel_lines;  ///< of a CANCEL that waits for a provisional response
  stored response;      ///< last one sent upstream
  timer_handle timer;
  std::int64_t timer_due_ms = 0;
};

enum class call_phase : std::uint8_t { screening, setup, ringing, answered, ending };

/// A SIP message of the ladder in sixteen bytes.
struct ladder_mark {
  std::int64_t at_us = 0;
  std::uint32_t cseq = 0;
  std::uint16_t status = 0;
  sip::method verb = sip::method::other;
  std::uint8_t flags = 0;  // bit 0: callee's leg, bit 1: sent
};

/// One live call: at most 2 KiB with the block of its dialog.
struct call {
  call_key key;
  std::uint64_t dialog_key = 0;
  std::uint16_t trunk = 0;
  call_phase phase = call_phase::screening;
  verdict enforced = verdict::pass;
  passport_status passport = passport_status::not_asked;
  bool emergency = false;
  bool indexed = false;     ///< found by its dialog key
  bool acked = false;       ///< the caller's ACK of the 2xx has passed
  bool forwarded = false;   ///< an INVITE left towards the callee
  bool hanging_up = false;  ///< a BYE is on its way
  ended_by ended = ended_by::unknown;
  std::uint16_t end_code = 0;
  std::uint16_t ladder_total = 0;
  std::uint16_t drop_code = 603;
  std::array<std::uint32_t, 2> cseq{};  ///< highest used by caller and callee
  timestamp started_at;
  timestamp ringing_at;
  timestamp answered_at;
  slot_handle invite;  ///< transaction of the INVITE that made the call
  peer caller;
  peer callee;
  stored dialog;        ///< sip::dialog_parts once answered
  stored other_dialog;  ///< of another phone that answered
  stored masked_from;   ///< withheld: From as the caller wrote it …
  stored shown_from;    ///< … and as the callee sees it
  stored drop_words;    ///< actor and cause of a drop, one line each
  sip::teardown cut;
  std::int64_t drop_ends_ms = 0;
  std::int32_t repeat_ms = 0;  ///< a drop repeats an unacknowledged 2xx
  timer_handle timer;
  inline_vector<ladder_mark, limits::kLadderPerRecord> ladder;
};
static_assert(sizeof(call) <= 1'024);

/// Index into call::cseq.
constexpr std::size_t side_index(leg side) {
  return side == leg::caller ? 0 : 1;
}
constexpr leg other_side(leg side) {
  return side == leg::caller ? leg::callee : leg::caller;
}

}  // namespace qorgan::gateway
