// Calls that are up. A timer is set when a call is answered and only for a call that will raise an
// alert if it is still up then: whether it will is decided at the answer, how urgent it is at that
// second. So a moment that passes without an alert has changed nothing, and a journal without it
// replays the same.

#include <bit>

#include "engine/detector.h"
#include "engine/engine_state.h"
#include "engine/model.h"
#include "engine/outcomes.h"
#include "engine/rules.h"
#include "engine/score.h"

namespace qorgan::engine {
namespace {

struct in_call_detector {
  unsigned index;  ///< in the registry
  const detector_definition* definition;
};

/// Detectors that watch calls while they are up, by ascending id; their order numbers their delays.
const inline_vector<in_call_detector, kInCallDetectors>& in_call_detectors() {
  static const auto kAll = [] {
    inline_vector<in_call_detector, kInCallDetectors> out;
    const auto all = registry();
    for (unsigned i = 0; i < all.size(); ++i) {
      if (all[i]->inspect_live != nullptr) QORGAN_ASSERT(out.push_back({i, all[i]}));
    }
    return out;
  }();
  return kAll;
}

live_view view_of(engine::state& state, const live_call& call, timestamp now) {
  static const callee_activity kForgotten{};
  const callee_activity* callee =
      call.callee_key == 0 ? nullptr : state.callees.find(call.callee_key);
  return {&call, callee != nullptr ? callee : &kForgotten, seconds_of(now)};
}

/// Position of the earliest delay that is still armed; the number of detectors when none is.
unsigned next_armed(const live_call& call) {
  unsigned best = kInCallDetectors;
  for (unsigned i = 0; i < kInCallDetectors; ++i) {
    if (call.delay_s[i] == 0) continue;
    if (best == kInCallDetectors || call.delay_s[i] < call.delay_s[best]) best = i;
  }
  return best;
}

timestamp due_of(const live_call& call) {
  const unsigned next = next_armed(call);
  if (next == kInCallDetectors) return kNever;
  return call.answered_at + std::chrono::seconds{call.delay_s[next]};
}

void set_next_timer(live_calls& live, live_call& call) {
  live.disarm(call);
  if (const timestamp due = due_of(call); happened(due)) live.arm(call, due);
}

/// The call's first evidence and what was found now, as rules and the alert see it.
struct gathered {
  findings seen;
  inline_vector<evidence, limits::kReasons> reasons;
  float score = 0;
};

gathered gather(const live_call& call, const evidence& now_found, float base) {
  gathered out;
  float sum = base + now_found.weight;
  for (const evidence& reason : call.reasons) {
    sum += reason.weight;
    add_reason(out.reasons, reason);
  }
  add_reason(out.reasons, now_found);
  for (const evidence& reason : out.reasons) {
    const auto all = registry();
    for (unsigned i = 0; i < all.size(); ++i) {
      if (detector_id{all[i]->id} != reason.detector) continue;
      out.seen.found |= detector_mask{1} << i;
      out.seen.by_detector[i] = reason;
    }
  }
  out.score = probability(sum);
  return out;
}

/// The first enforced alert rule that asks for this detector's evidence names the alert and its
/// level. Without one the detector speaks for itself.
const rule* alert_rule(const engine::state& state, const rule_subject& subject,
                       unsigned detector_index) {
  for (const rule& tried : state.policy->rules) {
    const detector_mask asked = tried.when.evidence_any | tried.when.evidence_all;
    if (tried.gives != verdict::alert || tried.mode != enforcement::enforce) continue;
    if ((asked >> detector_index & 1) == 0) continue;
    if (matches(tried, subject, *state.policy)) return &tried;
  }
  return nullptr;
}

void fire(engine::state& state, live_call& call, timestamp now) {
  const unsigned position = next_armed(call);
  const in_call_detector detector = in_call_detectors()[position];
  const detector_settings& settings = state.policy->detectors[detector.index];
  const live_finding found = detector.definition->inspect_live(view_of(state, call, now), settings);
  const evidence reason{
      {detector.definition->id}, settings.weight, found.seen.observed, found.seen.threshold};
  const policy_snapshot& policy = *state.policy;
  const float base =
      policy.model != nullptr ? static_cast<float>(policy.model->base()) : policy.base_log_odds;
  const gathered all = gather(call, reason, base);
  const rule_subject subject{.now = now,
                             .trunk = call.trunk,
                             .kind = call.kind,
                             .caller_country = call.caller_country,
                             .caller = call.caller,
                             .callee = call.callee,
                             .score = all.score,
                             .seen = &all.seen};
  const rule* by = alert_rule(state, subject, detector.index);

  alert raised;
  raised.key = {call.key};
  raised.at = now;
  raised.kind = by != nullptr ? by->name : rule_name(detector.definition->name);
  raised.level = by != nullptr ? std::max(by->level, found.at_least) : found.at_least;
  raised.score = all.score;
  raised.caller = call.caller;
  raised.callee = call.callee;
  raised.reasons = all.reasons;
  state.out.alerts.push_back(raised);

  ++state.detector_hits[detector.index];
  if (by != nullptr) ++state.rule_hits[static_cast<std::size_t>(by - state.policy->rules.data())];
  add_reason(call.reasons, reason);
  call.delay_s[position] = 0;
  set_next_timer(state.live, call);
}

}  // namespace

void arm_timers(engine::state& state, live_call& call) {
  if (!call.alertable) return;
  const auto& detectors = in_call_detectors();
  for (unsigned i = 0; i < detectors.size(); ++i) {
    const detector_settings& settings = state.policy->detectors[detectors[i].index];
    if (!settings.enabled || detectors[i].definition->arm == nullptr) continue;
    call.delay_s[i] =
        detectors[i].definition->arm(view_of(state, call, call.answered_at), settings);
  }
  set_next_timer(state.live, call);
}

void arm_missed_timers(engine::state& state, live_call& call) {
  if (!call.alertable) return;
  const auto& detectors = in_call_detectors();
  for (unsigned i = 0; i < detectors.size(); ++i) {
    const detector_settings& settings = state.policy->detectors[detectors[i].index];
    if (!settings.enabled || detectors[i].definition->arm_when_missed == nullptr) continue;
    if (call.delay_s[i] != 0) continue;  // set already
    call.delay_s[i] =
        detectors[i].definition->arm_when_missed(view_of(state, call, state.now), settings);
  }
  set_next_timer(state.live, call);
}

void fire_timers(engine::state& state, timestamp at) {
  // Time moves on only if something happens: see the top of this file.
  const timestamp now = std::max(state.now, at);
  for (live_call* call = state.live.first_due(); call != nullptr && call->due <= now;
       call = state.live.first_due()) {
    if (state.out.alerts.full()) {
      state.out.more = true;
      return;
    }
    state.now = now;
    fire(state, *call, now);
  }
}

void notice_missed_call(engine::state& state, const live_call& missed) {
  if (missed.callee_key == 0) return;
  const conversation* talk = state.conversations.find(missed.callee_key);
  if (talk == nullptr || talk->call == missed.key) return;
  live_call* call = state.live.find({talk->call});
  if (call == nullptr || !happened(call->answered_at) || call->callee_key != missed.callee_key) {
    return;
  }
  ++call->missed_meanwhile;
  arm_missed_timers(state, *call);
}

void drop_disabled_timers(engine::state& state) {
  const auto& detectors = in_call_detectors();
  state.live.revise_timers([&](live_call& call) {
    for (unsigned i = 0; i < detectors.size(); ++i) {
      if (!state.policy->detectors[detectors[i].index].enabled) call.delay_s[i] = 0;
    }
    call.due = due_of(call);
  });
}

}  // namespace qorgan::engine
