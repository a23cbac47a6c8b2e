// A followed call from its first message to the moment it is forgotten.
#include <algorithm>

#include "base/hash.h"
#include "gateway/recorder.h"
#include "gateway/watch_tracker.h"

namespace qorgan::gateway {
namespace {

constexpr std::int64_t kWaitForAck_ms = 1'000;
constexpr std::int64_t kRemembered_ms = 32'000;     // retransmissions of a call that is over
constexpr std::int64_t kBeyondRinging_ms = 60'000;  // Timer C of the watched element first

}  // namespace

slot_handle watch_tracker::open(std::uint64_t id) {
  if (calls_.full()) forget_oldest();
  const slot_handle at = calls_.emplace();
  watched_call& call = *calls_.find(at);
  call.self = at;
  call.id = id;
  call.older = newest_;
  if (newest_ != watched_call::kNobody) {
    calls_.find(calls_.handle_at(newest_))->newer = at.index;
  } else {
    oldest_ = at.index;
  }
  newest_ = at.index;
  by_id_.insert(id, at.index);
  ++live_;
  ++figures_.calls;
  return at;
}

void watch_tracker::forget_oldest() {
  const slot_handle at = calls_.handle_at(oldest_);
  watched_call& call = *calls_.find(at);
  if (call.phase != call_phase::ending) {
    ++figures_.forgotten;
    settle(call);
    const bool answered = call.phase == call_phase::answered;
    end(call, answered ? 200 : 408, ended_by::network);
  }
  tell_end(call);
  close(at);
}

void watch_tracker::close(slot_handle at) {
  watched_call& call = *calls_.find(at);
  timers_.cancel(call.timer);
  by_id_.erase(call.id, at.index);
  if (call.key) by_key_.erase(call.key.value, at.index);
  if (call.waiting) waiting_.erase(call.waiting);
  const auto neighbour = [this](std::uint32_t index) {
    return calls_.find(calls_.handle_at(index));
  };
  (call.older != watched_call::kNobody ? neighbour(call.older)->newer : oldest_) = call.newer;
  (call.newer != watched_call::kNobody ? neighbour(call.newer)->older : newest_) = call.older;
  calls_.erase(at);
}

bool watch_tracker::join(watched_call& call, std::uint64_t numbers) {
  const auto* const given = verdicts_.take(call.id, numbers, call.started_at);
  if (given == nullptr) return false;
  ++figures_.joined;
  call.joined = true;
  call.key = given->key;
  call.phase = call_phase::setup;
  if (given->refused) {  // its record is complete: what is left are the last messages
    call.phase = call_phase::ending;
    call.told = true;
    --live_;
    arm(call, kRemembered_ms);
    return true;
  }
  by_key_.insert(call.key.value, call.self.index);
  host_.on_joined(call);
  arm(call, limits_.ring_timeout_ms + kBeyondRinging_ms);
  return true;
}

void watch_tracker::begin(watched_call& call, call_started& event) {
  call.phase = call_phase::setup;
  call.key = host_.on_started(call, event);
  call.messages.clear();
  by_key_.insert(call.key.value, call.self.index);
  arm(call, limits_.ring_timeout_ms + kBeyondRinging_ms);
}

void watch_tracker::settle(watched_call& call) {
  if (call.phase != call_phase::screening) return;
  call_started event = *waiting_.find(call.waiting);
  waiting_.erase(call.waiting);
  call.waiting = {};
  if (!join(call, watch_verdicts::numbers_of(event))) begin(call, event);
}

void watch_tracker::on_verdict(const call_started& event, bool refused) {
  verdicts_.add({event.key, id_of(event.sip_call_id.view()), watch_verdicts::numbers_of(event),
                 event.at, refused, false});
}

void watch_tracker::on_verdict_passed(call_key key) {
  verdicts_.pass(key);
}

void watch_tracker::ring(watched_call& call) {
  settle(call);
  if (call.phase != call_phase::setup) return;
  call.phase = call_phase::ringing;
  call.ringing_at = now_;
  host_.on_ringing(call);
  call.messages.clear();
}

void watch_tracker::answer(watched_call& call) {
  settle(call);
  if (call.phase != call_phase::setup && call.phase != call_phase::ringing) return;
  call.phase = call_phase::answered;
  call.answered_at = now_;
  host_.on_answered(call);
  call.messages.clear();
  arm(call, limits_.max_call_duration_ms);
}

void watch_tracker::end(watched_call& call, std::uint16_t code, ended_by by, bool wait_for_ack) {
  settle(call);
  if (call.phase == call_phase::ending) return;
  --live_;
  call.phase = call_phase::ending;
  call.end_code = code;
  call.by = by;
  call.ended_at = now_;
  if (wait_for_ack) {
    arm(call, kWaitForAck_ms);
  } else {
    tell_end(call);
  }
}

void watch_tracker::tell_end(watched_call& call) {
  if (call.told) return;
  call.told = true;
  host_.on_ended(call);
  call.messages.clear();
  arm(call, kRemembered_ms);
}

void watch_tracker::arm(watched_call& call, std::int64_t in_ms) {
  timers_.cancel(call.timer);
  call.timer = timers_.add(to_us(now_) / 1'000 + in_ms, call.self.packed());
}

void watch_tracker::on_timer(slot_handle at) {
  watched_call* const call = calls_.find(at);
  if (call == nullptr) return;
  call->timer = {};
  switch (call->phase) {
    case call_phase::screening: return settle(*call);
    case call_phase::ending:
      if (call->told) return close(at);
      return tell_end(*call);
    case call_phase::answered:
      if (!call->hanging_up) ++figures_.timed_out;
      return end(*call, 200, call->hanging_up ? call->by : ended_by::network);
    default:
      ++figures_.timed_out;
      if (call->cancelled) return end(*call, 487, ended_by::caller);
      return end(*call, 408, ended_by::network);
  }
}

}  // namespace qorgan::gateway
