#include "gateway/watch_player.h"

#include <algorithm>

#include "base/assert.h"
#include "engine/policy.h"

namespace qorgan::gateway {
namespace {

constexpr std::size_t kWindowMessages = 65'536;
constexpr std::size_t kWindowBytes = 256u << 20;
constexpr std::int64_t kWindow_ms = 100;
constexpr std::uint64_t kSeed = 0x776174636865;  // fixed: the same capture plays the same

}  // namespace

watch_player::watch_player(std::vector<trunk_options> trunks, const engine::engine_options& options,
                           std::shared_ptr<const engine::policy_snapshot> policy,
                           watch_audience& audience)
    : trunks_{std::move(trunks)},
      policy_{std::move(policy)},
      engine_{options, policy_},
      audience_{audience},
      window_{kWindowBytes, kWindowMessages, kWindow_ms},
      tracker_{{.calls = 1'000'000, .verdicts = 1, .waiting = 1}, kSeed, *this, figures_},
      in_{std::make_unique<sip::message>()} {
  for (trunk_options& each : trunks_) each.mode = trunk_mode::watch;
}

watch_player::~watch_player() = default;

void watch_player::take(std::string_view message, const mirrored& on) {
  const auto follow_it = [this](std::string_view each, const mirrored& at) { follow(each, at); };
  ++figures_.messages;
  newest_ = std::max(newest_, on.at);
  while (!window_.put(message, on)) {
    if (window_.empty()) return follow(message, on);
    window_.release_one(follow_it);
  }
  window_.release(newest_, follow_it);
}

void watch_player::finish() {
  window_.release_all([this](std::string_view each, const mirrored& at) { follow(each, at); });
  run_timers(newest_);
}

void watch_player::follow(std::string_view message, const mirrored& on) {
  if (sip::parse(message, *in_)) {
    tracker_.take(*in_, on);
  } else {
    ++figures_.bad_sip;
  }
}

std::size_t watch_player::live() const {
  return tracker_.live();
}

int watch_player::trunk_of(const ip_endpoint& sender) {
  const auto is_its = [&](const trunk_options& each) {
    return std::ranges::any_of(each.sources,
                               [&](const ip_block& block) { return block.contains(sender); });
  };
  const auto at = std::ranges::find_if(trunks_, is_its);
  return at == trunks_.end() ? -1 : static_cast<int>(at - trunks_.begin());
}

std::span<const std::string> watch_player::emergency_numbers() {
  return engine::emergency_numbers(*policy_);
}

call_key watch_player::on_started(const watched_call&, call_started& event) {
  run_timers(event.at);
  last_key_ = std::max(last_key_ + 1, static_cast<std::uint64_t>(to_us(event.at)));
  event.key = {last_key_};
  const engine::effects& made = engine_.apply(event);
  QORGAN_ASSERT(made.decided.has_value());
  audience_.on_decision(event, *made.decided);
  tell_alerts(made);
  return event.key;
}

void watch_player::on_ringing(const watched_call& call) {
  run_timers(call.ringing_at);
  tell_alerts(engine_.apply(call_ringing{call.key, call.ringing_at}));
  audience_.on_ringing(call);
}

void watch_player::on_answered(const watched_call& call) {
  run_timers(call.answered_at);
  tell_alerts(engine_.apply(call_answered{call.key, call.answered_at}));
  audience_.on_answered(call);
}

void watch_player::on_ended(const watched_call& call) {
  run_timers(call.ended_at);
  tell_alerts(engine_.apply(call_ended{call.key, call.ended_at, call.end_code, call.by}));
  audience_.on_ended(call);
}

void watch_player::run_timers(timestamp until) {
  for (timestamp due = engine_.next_timer(); happened(due) && due <= until;
       due = engine_.next_timer()) {
    tell_alerts(engine_.apply(time_passed{due}));
  }
}

void watch_player::tell_alerts(const engine::effects& made) {
  for (const alert& raised : made.alerts) audience_.on_alert(raised);
}

}  // namespace qorgan::gateway
