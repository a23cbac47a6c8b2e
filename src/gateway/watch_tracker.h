#pragma once

#include <cstdint>
#include <string_view>

#include "base/flat_hash_index.h"
#include "base/slot_map.h"
#include "base/timer_wheel.h"
#include "domain/centre_status.h"
#include "gateway/watch_call.h"
#include "gateway/watch_verdicts.h"
#include "sip/message.h"

namespace qorgan::gateway {

/// Where and when a mirrored message was on the wire.
struct mirrored {
  ip_endpoint source;
  ip_endpoint destination;
  timestamp at;
};

struct watch_limits {
  std::size_t calls = 100'000;    ///< full: the oldest is forgotten and counted
  std::size_t verdicts = 65'536;  ///< of redirect trunks that can still be joined
  std::size_t waiting = 16'384;   ///< calls that wait for a verdict; full: they do not wait
  std::int64_t ring_timeout_ms = 180'000;
  std::int64_t max_call_duration_ms = 12 * 3'600'000;
};

/// Follows calls from copies of their signalling, INVITE to end. A pure state machine: time comes
/// with the messages and from `advance`, what happened goes to the host. What it copes with:
///  - copies: both legs of a proxy, both ends of one link, retransmissions. One Call-ID is one
///  call;
///  - losses: a lost 200 shows in its ACK or in the BYE, a lost BYE or refusal in the timers;
///  - forks: any leg's ringing and answer count, only the answer that goes back to the caller ends;
///  - redirect trunks: the call waits until it rings, is answered or ends (at most 2 s) for the
///    question about it, and then continues that record instead of starting another.
/// Messages are expected in the order of their times; watch_window sorts what came late.
class watch_tracker {
 public:
  /// `seed` of hashes that are never written down.
  watch_tracker(const watch_limits& limits, std::uint64_t seed, watch_host& host,
                watch_figures& figures);

  void take(const sip::message& in, const mirrored& on);
  /// Time passes without a message.
  void advance(timestamp now);

  /// A redirect trunk's call was decided; `event` as it was screened.
  void on_verdict(const call_started& event, bool refused);
  /// Its refusal became a pass.
  void on_verdict_passed(call_key key);

  bool is_watching(call_key key) const;
  std::size_t live() const { return live_; }

 private:
  void on_request(const sip::message& in, const mirrored& on, slot_handle at);
  void on_response(const sip::message& in, const mirrored& on, slot_handle at);
  void on_invite(const sip::message& in, const mirrored& on, slot_handle at);
  void on_bye(watched_call& call, const sip::message& in, const mirrored& on);
  void on_ack(watched_call& call, const sip::message& in, const mirrored& on);

  std::uint64_t id_of(std::string_view call_id) const;
  slot_handle find(std::uint64_t id) const;
  void start(const sip::message& in, const mirrored& on);
  slot_handle open(std::uint64_t id);
  void forget_oldest();
  void close(slot_handle at);
  /// False: there was no question about it.
  bool join(watched_call& call, std::uint64_t numbers);
  void begin(watched_call& call, call_started& event);
  /// The call waits no longer.
  void settle(watched_call& call);

  void ring(watched_call& call);
  void answer(watched_call& call);
  /// Its signalling is over; told at once, or when the ACK was seen (at most 1 s).
  void end(watched_call& call, std::uint16_t code, ended_by by, bool wait_for_ack = false);
  void tell_end(watched_call& call);
  void note(watched_call& call, const sip::message& in, const mirrored& on);
  void arm(watched_call& call, std::int64_t in_ms);
  void on_timer(slot_handle at);

  watch_limits limits_;
  std::uint64_t seed_;
  watch_host& host_;
  watch_figures& figures_;
  slot_map<watched_call> calls_;
  slot_map<call_started> waiting_;
  flat_hash_index by_id_;
  flat_hash_index by_key_;
  timer_wheel timers_;
  watch_verdicts verdicts_;
  timestamp now_;
  std::size_t live_ = 0;
  std::uint32_t oldest_ = watched_call::kNobody;
  std::uint32_t newest_ = watched_call::kNobody;
};

}  // namespace qorgan::gateway
