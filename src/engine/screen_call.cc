// The pipeline of a new call, top to bottom, with what holds between the steps. Detectors and rules
// cannot reach past their step: a detector sees features and says what it found, a rule sees
// findings and names a verdict, and only step 7 turns verdicts into what is carried out.

#include <bit>

#include "engine/detector.h"
#include "engine/engine_state.h"
#include "engine/entities.h"
#include "engine/model.h"
#include "engine/rules.h"
#include "engine/score.h"

namespace qorgan::engine {
namespace {

/// Detectors whose evidence is that others were refused.
detector_mask spread_detectors() {
  static const detector_mask kAll = [] {
    detector_mask out = 0;
    const auto all = registry();
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (all[i]->of_others) out |= detector_mask{1} << i;
    }
    return out;
  }();
  return kAll;
}

bool calls_emergency(const call_started& call, const policy_snapshot& policy) {
  return call.emergency ||
         is_emergency(call.callee.signalled.view(), policy.home, policy.emergency);
}

void ask_detectors(const features& seen, const policy_snapshot& policy,
                   std::vector<std::uint64_t>& hits, findings& out) {
  out.found = 0;
  const auto all = registry();
  for (std::size_t i = 0; i < all.size(); ++i) {
    const detector_settings& settings = policy.detectors[i];
    if (all[i]->inspect == nullptr || !settings.enabled) continue;
    const std::optional<finding> found = all[i]->inspect(seen, settings);
    if (!found) continue;
    out.found |= detector_mask{1} << i;
    out.by_detector[i] = {{all[i]->id}, settings.weight, found->observed, found->threshold};
    ++hits[i];
  }
}

/// Writes the reasons with their weights, which are the model's where there is one, and the score
/// of all the evidence, also of what found no room. Returns how certain the model is.
model_level weigh(findings& seen, const policy_snapshot& policy, decision& out) {
  float sum = policy.base_log_odds;
  std::array<float, 64> added;
  double log_odds = 0;
  if (policy.model != nullptr) log_odds = policy.model->explain(seen, added);
  for (detector_mask left = seen.found; left != 0; left &= left - 1) {
    const auto index = static_cast<unsigned>(std::countr_zero(left));
    evidence& one = seen.by_detector[index];
    if (policy.model != nullptr) one.weight = added[index];
    sum += one.weight;
    add_reason(out.reasons, one);
  }
  if (policy.model == nullptr) {
    out.score = probability(sum);
    return model_level::none;
  }
  out.score = probability(static_cast<float>(log_odds));
  return policy.model->level(log_odds);
}

bool refuses(verdict given) {
  return given == verdict::block || given == verdict::divert;
}

/// What the same rules would have wanted with the score of the model in shadow.
void challenge(engine::state& state, rule_subject subject, decision& decided) {
  const policy_snapshot& policy = *state.policy;
  const double log_odds = policy.challenger->log_odds(state.found);
  subject.score = decided.challenger_score = probability(static_cast<float>(log_odds));
  subject.level = policy.challenger->level(log_odds);
  const outcome chosen = decide(policy, subject, state.challenger_hits);
  const rule* wanted = chosen.shadow != nullptr ? chosen.shadow : chosen.enforced;
  if (wanted != nullptr) decided.challenger_would = wanted->gives;
  challenge_counts& counts = state.challenged;
  ++counts.compared;
  const bool current = refuses(decided.would);
  const bool other = refuses(decided.challenger_would);
  if (current && other) ++counts.refused_by_both;
  if (current && !other) ++counts.refused_by_current;
  if (!current && other) ++counts.refused_by_challenger;
}

/// What is done and what would have been. A trunk in shadow mode carries nothing out; neither does
/// a rule in shadow mode, behind which an enforced rule may still decide. The decision names the
/// rule that did something to the call; if none did, the one that would have.
/// Of a call that is only watched, telling the desk is all that can be carried out.
void carry_out(const outcome& found, const call_started& call, decision& out) {
  const bool out_of_reach = call.seen == seen_by::watched && found.enforced != nullptr &&
                            found.enforced->gives != verdict::alert;
  const bool enforces = call.mode == enforcement::enforce && !out_of_reach;
  const rule* enforced = enforces ? found.enforced : nullptr;
  const rule* wanted = found.shadow != nullptr ? found.shadow : found.enforced;
  if (enforced != nullptr) out.enforced = enforced->gives;
  if (wanted != nullptr) out.would = wanted->gives;
  const rule* named = out.enforced != verdict::pass ? enforced : wanted;
  if (named == nullptr) return;
  out.rule = named->name;
  out.answer_code = named->code_by_passport ? sip_code_of(call.passport) : named->answer_code;
}

/// What a measure in force does to the call. A trunk in shadow mode and a call that is only watched
/// carry nothing out here either.
void obey(const orders_in_force::order& measure, const call_started& call, decision& out) {
  out.would = measure.does;
  if (call.mode == enforcement::enforce && call.seen != seen_by::watched) {
    out.enforced = measure.does;
  }
  out.rule = rule_name_of(measure.id);
}

/// The same of a measure.
taken_as how_taken(const orders_in_force::order& measure) {
  const bool refuses = measure.does == verdict::block || measure.does == verdict::divert;
  return refuses ? taken_as::refused : taken_as::let_through;
}

/// What the call is in the history of its caller and its company. In shadow mode a rule that
/// refuses counts as well: what is refused later must not depend on how far a trunk has come.
taken_as how_taken(const outcome& chosen) {
  const rule* by = chosen.enforced;
  if (by == nullptr || (by->gives != verdict::block && by->gives != verdict::divert)) {
    return taken_as::let_through;
  }
  detector_mask asked = by->when.evidence_any | by->when.evidence_all;
  for (const auto& [index, least] : by->when.observed_at_least) asked |= detector_mask{1} << index;
  return (asked & spread_detectors()) != 0 ? taken_as::refused_for_others : taken_as::refused;
}

void raise_alert(const call_started& call, const decision& decided, const rule& by, effects& out) {
  alert raised;
  raised.key = call.key;
  raised.at = decided.decided_at;
  raised.kind = by.name;
  raised.level = by.level;
  raised.score = decided.score;
  raised.caller = call.caller.number;
  raised.callee = call.callee.number;
  raised.reasons = decided.reasons;
  out.alerts.push_back(raised);
}

void remember_live(engine::state& state, const features& seen, const entity_keys& keys,
                   const decision& decided) {
  const call_started& call = *seen.call;
  live_call& live = state.live.add(call.key, seen.now_s);
  live.caller = call.caller.number;
  live.callee = call.callee.number;
  live.caller_key = keys.caller;
  live.callee_key = seen.callee_key;
  live.equipment = keys.equipment_standing.hash;
  live.media = keys.media.hash;
  live.fingerprint = keys.fingerprint.hash;
  live.path = keys.path.hash;
  live.range_hash = seen.range_hash;
  live.caller_country = call.caller.info.where;
  live.carrier_known_s = seen.carrier_known_s();
  live.trunk = call.trunk;
  live.kind = call.kind;
  live.fresh_foreign_caller = seen.foreign_caller && seen.fresh_caller();
  live.alertable = call.mode == enforcement::enforce;
  for (const evidence& reason : decided.reasons) add_reason(live.reasons, reason);
}

struct judged {
  const features& seen;
  const entity_keys& keys;
  const entities& found;
  taken_as taken;
};

// 8. The call becomes part of what the next one is judged by. A refused call is counted for its
//    caller, but never reached the subscriber.
void finish(engine::state& state, const judged& of, const decision& decided) {
  const auto& [seen, keys, found, taken] = of;
  count_call(found, keys, seen, taken);
  if (decided.enforced == verdict::block || decided.enforced == verdict::divert) return;
  if (found.callee != nullptr && seen.foreign_caller && seen.fresh_caller()) {
    found.callee->add_fresh(seen.range_hash, seen.now_s);
  }
  remember_live(state, seen, keys, decided);
}

}  // namespace

void screen_call(engine::state& state, const call_started& call) {
  const timestamp now = state.advance(call.at);
  const std::uint32_t now_s = seconds_of(now);
  const policy_snapshot& policy = *state.policy;
  decision& decided = state.out.decided.emplace();
  decided.key = call.key;
  decided.decided_at = now;
  state.found.found = 0;

  // 1. A call for help passes before anything else is looked at: no list, rule, counter or table
  // can
  //    come between.
  if (calls_emergency(call, policy)) {
    decided.emergency = true;
    return;
  }

  // 2. The parties' records. From here on each has its place, and none moves until the call is
  // done.
  const entity_keys keys = keys_of(call, state.options.hash_seed);
  const entities found = claim_entities(state, keys, now_s);
  const features seen = features_of(state, call, keys, found, now_s);

  // 3. A call the gateway had no time for passes, but it did happen: it is counted.
  if (call.unscreened) {
    count_call(found, keys, seen, taken_as::let_through);
    return;
  }

  // 4. Detectors see what was before this call and say what they find. Beyond this point the
  // evidence
  //    is final.
  ask_detectors(seen, policy, state.detector_hits, state.found);

  // 5. The score is the evidence and nothing else, so it can be explained from the reasons alone.
  const model_level level = weigh(state.found, policy, decided);

  // 6. A lasting measure comes before every rule, also before those that let known callers pass:
  //    people ordered it, by name and until a day. Otherwise the first rule that matches decides.
  if (const auto* measure = state.orders.find(call, now)) {
    obey(*measure, call, decided);
    return finish(state, {seen, keys, found, how_taken(*measure)}, decided);
  }
  const rule_subject subject{.now = now,
                             .trunk = call.trunk,
                             .kind = call.kind,
                             .caller_country = call.caller.info.where,
                             .passport = call.passport,
                             .attested = call.attested,
                             .caller = call.caller.number,
                             .callee = call.callee.number,
                             .score = decided.score,
                             .level = level,
                             .seen = &state.found};
  const outcome chosen = decide(policy, subject, state.rule_hits);

  // 7. Shadow or enforce. Beyond this point the verdict is final.
  carry_out(chosen, call, decided);
  if (decided.enforced == verdict::alert) raise_alert(call, decided, *chosen.enforced, state.out);

  if (policy.challenger != nullptr) challenge(state, subject, decided);

  finish(state, {seen, keys, found, how_taken(chosen)}, decided);
}

}  // namespace qorgan::engine
