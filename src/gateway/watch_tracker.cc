// One Call-ID is one call. Which leg a message is on, and so who hung up and whose answer counts,
// is told by the caller's address: whoever sent the first INVITE of the call that came from a
// trunk.
//
// What the mirror may hide is inferred from what it cannot: an ACK with another branch than the
// INVITE's acknowledges a 2xx (RFC 3261 §17.1.1.3), a BYE ends a call that was answered (§15).
#include "gateway/watch_tracker.h"

#include <algorithm>

#include "base/hash.h"
#include "gateway/identity.h"
#include "gateway/recorder.h"

namespace qorgan::gateway {
namespace {

constexpr std::int64_t kWaitForVerdict_ms = 2'000;
constexpr std::int64_t kWaitForByeAnswer_ms = 5'000;
constexpr std::int64_t kWaitForCancelled_ms = 32'000;  // Timer B: nobody answers after that

std::int64_t ms_of(timestamp at) {
  return to_us(at) / 1'000;
}

/// Same element; on a test machine, where everything has one address, the port decides.
bool is_at(const ip_endpoint& where, const ip_endpoint& who, const ip_endpoint& other) {
  if (where.address != who.address) return false;
  return where.port == who.port || who.address != other.address;
}

bool is_callers(const watched_call& call, const ip_endpoint& at) {
  return is_at(at, call.caller, call.element);
}
bool is_elements(const watched_call& call, const ip_endpoint& at) {
  return is_at(at, call.element, call.caller);
}

ended_by who_refused(const watched_call& call, std::uint16_t status) {
  if (call.cancelled) return ended_by::caller;
  return status == 408 || status >= 500 ? ended_by::network : ended_by::callee;
}

}  // namespace

watch_tracker::watch_tracker(const watch_limits& limits, std::uint64_t seed, watch_host& host,
                             watch_figures& figures)
    : limits_{limits},
      seed_{seed},
      host_{host},
      figures_{figures},
      calls_{limits.calls},
      waiting_{limits.waiting},
      by_id_{limits.calls},
      by_key_{limits.calls},
      timers_{limits.calls},
      verdicts_{limits.verdicts} {}

void watch_tracker::take(const sip::message& in, const mirrored& on) {
  advance(on.at);
  if (host_.is_own(on.source) || host_.is_own(on.destination)) {
    ++figures_.own;
    return;
  }
  const slot_handle at = find(id_of(in.call_id));
  if (in.is_request) {
    on_request(in, on, at);
  } else {
    on_response(in, on, at);
  }
}

void watch_tracker::advance(timestamp now) {
  const timestamp target = std::max(now_, now);
  timers_.advance(ms_of(target), [this](std::uint64_t value) {
    now_ = std::max(now_, from_us(timers_.now() * 1'000));
    on_timer(slot_handle::unpack(value));
  });
  now_ = target;
}

void watch_tracker::on_request(const sip::message& in, const mirrored& on, slot_handle at) {
  watched_call* const call = calls_.find(at);
  if (in.verb == sip::method::invite && in.to.tag.empty()) return on_invite(in, on, at);
  if (call == nullptr) {
    const bool inside = !in.to.tag.empty() || in.verb == sip::method::cancel;
    ++(inside ? figures_.mid_call : figures_.other);
    return;
  }
  note(*call, in, on);
  switch (in.verb) {
    case sip::method::ack: return on_ack(*call, in, on);
    case sip::method::bye: return on_bye(*call, in, on);
    case sip::method::cancel:
      if (call->phase >= call_phase::answered || call->cancelled) return;
      call->cancelled = true;
      return arm(*call, kWaitForCancelled_ms);
    default: return;
  }
}

void watch_tracker::on_invite(const sip::message& in, const mirrored& on, slot_handle at) {
  watched_call* const call = calls_.find(at);
  if (call == nullptr) return start(in, on);
  const bool is_next =
      is_callers(*call, on.source) &&
      (in.cseq.number > call->invite_cseq || hash_bytes(in.from.tag, seed_) != call->caller_tag);
  if (!is_next) return note(*call, in, on);  // the next hop, or once more
  // Another attempt (credentials, another contact). The answer to the one before was not seen.
  if (call->phase != call_phase::ending) end(*call, 0, ended_by::unknown);
  tell_end(*call);
  close(at);
  start(in, on);
}

void watch_tracker::on_ack(watched_call& call, const sip::message& in, const mirrored& on) {
  if (in.cseq.number != call.invite_cseq || !is_callers(call, on.source)) return;
  if (call.phase == call_phase::ending) return tell_end(call);
  if (call.phase == call_phase::answered) return;
  if (hash_bytes(in.top_via.branch, seed_) == call.branch) {
    // The refusal was lost, or its copy is still on the way from another process of the element.
    end(call, 0, call.cancelled ? ended_by::caller : ended_by::unknown, true);
  } else {
    answer(call);  // the 2xx was
  }
}

void watch_tracker::on_bye(watched_call& call, const sip::message& in, const mirrored& on) {
  if (call.phase == call_phase::ending || call.hanging_up) return;
  if (call.phase != call_phase::answered) answer(call);
  call.hanging_up = true;
  const std::uint64_t from = hash_bytes(in.from.tag, seed_);
  const bool by_caller =
      from == call.caller_tag ||
      (hash_bytes(in.to.tag, seed_) != call.caller_tag && is_callers(call, on.source));
  call.by = by_caller ? ended_by::caller : ended_by::callee;
  arm(call, kWaitForByeAnswer_ms);
}

void watch_tracker::on_response(const sip::message& in, const mirrored& on, slot_handle at) {
  watched_call* const call = calls_.find(at);
  if (call == nullptr) {
    const bool of_a_call = in.verb == sip::method::invite || in.verb == sip::method::bye;
    ++(of_a_call ? figures_.mid_call : figures_.other);
    return;
  }
  note(*call, in, on);
  if (call->phase == call_phase::ending) {
    const bool is_the_refusal = call->end_code == 0 && !call->told && in.status >= 300 &&
                                in.verb == sip::method::invite &&
                                in.cseq.number == call->invite_cseq;
    if (!is_the_refusal || !is_callers(*call, on.destination)) return;
    call->end_code = in.status;
    call->by = who_refused(*call, in.status);
    return tell_end(*call);
  }
  if (in.verb == sip::method::bye && call->hanging_up && in.status >= 200) {
    // 401 and 407 ask for the same BYE with credentials.
    if (in.status != 401 && in.status != 407) return end(*call, 200, call->by);
    call->hanging_up = false;
    return arm(*call, limits_.max_call_duration_ms);
  }
  const bool of_the_begin = in.verb == sip::method::invite && in.cseq.number == call->invite_cseq &&
                            call->phase != call_phase::answered;
  if (!of_the_begin) return;
  if (in.status == 180 || in.status == 183) {
    ring(*call);
  } else if (in.status >= 200 && in.status < 300) {
    answer(*call);
  } else if (in.status >= 300 && is_callers(*call, on.destination)) {
    end(*call, in.status, who_refused(*call, in.status), true);
  }
}

/// As much of a Call-ID as records keep, so that a question finds its call.
std::uint64_t watch_tracker::id_of(std::string_view call_id) const {
  return hash_bytes(call_id.substr(0, limits::kTextBytes), seed_);
}

slot_handle watch_tracker::find(std::uint64_t id) const {
  const std::uint32_t index = by_id_.find(id);
  return index == flat_hash_index::kNone ? slot_handle{} : calls_.handle_at(index);
}

bool watch_tracker::is_watching(call_key key) const {
  const std::uint32_t index = by_key_.find(key.value);
  if (index == flat_hash_index::kNone) return false;
  return calls_.find(calls_.handle_at(index))->phase != call_phase::ending;
}

void watch_tracker::start(const sip::message& in, const mirrored& on) {
  const int trunk = host_.trunk_of(on.source);
  if (trunk < 0) {
    ++figures_.no_trunk;
    return;
  }
  const trunk_options& options = host_.trunk(static_cast<std::uint16_t>(trunk));
  if (options.mode == trunk_mode::proxy) {  // its calls pass here: they are known already
    ++figures_.own;
    return;
  }
  const sip::uri target = sip::parse_uri(in.request_uri).value_or(sip::uri{});
  call_started event;
  event.at = now_;
  event.seen = seen_by::watched;
  event.source = on.source;
  event.emergency = is_emergency_target(target, options, host_.emergency_numbers());
  describe_invite(in, target, options, event);

  const slot_handle at = open(id_of(in.call_id));
  watched_call& call = *calls_.find(at);
  call.caller_tag = hash_bytes(in.from.tag, seed_);
  call.branch = hash_bytes(in.top_via.branch, seed_);
  call.caller = on.source;
  call.element = on.destination;
  call.invite_cseq = in.cseq.number;
  call.trunk = static_cast<std::uint16_t>(trunk);
  call.started_at = now_;
  note(call, in, on);
  if (join(call, watch_verdicts::numbers_of(event))) return;
  if (options.mode == trunk_mode::redirect) {
    call.waiting = waiting_.emplace(event);
    if (call.waiting) {
      call.phase = call_phase::screening;
      return arm(call, kWaitForVerdict_ms);
    }
  }
  begin(call, event);
}

void watch_tracker::note(watched_call& call, const sip::message& in, const mirrored& on) {
  if (call.told || call.ladder_total >= limits::kLadderEntries) return;
  const bool from_caller = is_callers(call, on.source);
  const bool callers_leg = from_caller || is_callers(call, on.destination);
  const bool received = callers_leg ? from_caller : !is_elements(call, on.source);
  const leg side = callers_leg ? leg::caller : leg::callee;
  const direction way = received ? direction::received : direction::sent;
  std::uint64_t hash = hash_bytes(in.top_via.branch, seed_ ^ in.cseq.number);
  hash = combine(hash, std::uint64_t{in.status} << 16 | static_cast<std::uint64_t>(in.verb) << 8 |
                           (callers_leg ? 2u : 0u) | (received ? 1u : 0u));
  const auto mark = static_cast<std::uint32_t>(hash | 1);
  if (std::ranges::find(call.noted, mark) != call.noted.end()) return;
  call.noted[call.noted_total++ % call.noted.size()] = mark;
  if (call.messages.full()) {
    if (call.phase == call_phase::screening) return;  // nobody knows the call yet
    host_.on_messages(call);
    call.messages.clear();
  }
  ++call.ladder_total;
  call.messages.push_back(entry_of(now_, side, way, line_of(in)));
}

}  // namespace qorgan::gateway
