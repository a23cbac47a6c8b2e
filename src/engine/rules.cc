#include "engine/rules.h"

#include <algorithm>

namespace qorgan::engine {
namespace {

template <typename T>
bool contains(const std::vector<T>& all, const T& one) {
  return std::find(all.begin(), all.end(), one) != all.end();
}

bool in_any(const list_indices& lists, e164 number, const policy_snapshot& policy) {
  return std::any_of(lists.begin(), lists.end(), [&](std::uint16_t index) {
    return policy.lists[index].numbers.contains(number);
  });
}

bool evidence_holds(const condition& when, const findings& seen) {
  if (when.evidence_any != 0 && (seen.found & when.evidence_any) == 0) return false;
  if ((seen.found & when.evidence_all) != when.evidence_all) return false;
  if ((seen.found & when.not_evidence) != 0) return false;
  return std::all_of(when.observed_at_least.begin(), when.observed_at_least.end(),
                     [&](const std::pair<std::uint16_t, std::uint32_t>& asked) {
                       const auto [index, least] = asked;
                       return (seen.found >> index & 1) != 0 &&
                              seen.by_detector[index].observed >= least;
                     });
}

bool origin_holds(const condition& when, const rule_subject& subject) {
  if ((when.trunk_kinds >> static_cast<unsigned>(subject.kind) & 1) == 0) return false;
  if ((when.passports >> static_cast<unsigned>(subject.passport) & 1) == 0) return false;
  if ((when.attestations >> static_cast<unsigned>(subject.attested) & 1) == 0) return false;
  if (!when.trunks.empty() && !contains(when.trunks, subject.trunk)) return false;
  if (contains(when.not_trunks, subject.trunk)) return false;
  if (!when.caller_countries.empty() && !contains(when.caller_countries, subject.caller_country)) {
    return false;
  }
  return !contains(when.not_caller_countries, subject.caller_country);
}

bool lists_hold(const condition& when, const rule_subject& subject, const policy_snapshot& policy) {
  if (!when.caller_in.empty() && !in_any(when.caller_in, subject.caller, policy)) return false;
  if (in_any(when.not_caller_in, subject.caller, policy)) return false;
  if (!when.callee_in.empty() && !in_any(when.callee_in, subject.callee, policy)) return false;
  return !in_any(when.not_callee_in, subject.callee, policy);
}

}  // namespace

bool matches(const rule& tried, const rule_subject& subject, const policy_snapshot& policy) {
  const condition& when = tried.when;
  // Cheapest and most often false first.
  if (!evidence_holds(when, *subject.seen)) return false;
  if (subject.score < when.score_at_least || subject.score >= when.score_below) return false;
  if (subject.level < when.model_at_least) return false;
  if (!origin_holds(when, subject)) return false;
  if (happened(tried.expires) && subject.now >= tried.expires) return false;
  return lists_hold(when, subject, policy);
}

outcome decide(const policy_snapshot& policy, const rule_subject& subject,
               std::span<std::uint64_t> hits) {
  outcome out;
  for (std::size_t i = 0; i < policy.rules.size(); ++i) {
    const rule& tried = policy.rules[i];
    if (tried.mode == enforcement::shadow && out.shadow != nullptr) continue;
    if (!matches(tried, subject, policy)) continue;
    ++hits[i];
    if (tried.mode == enforcement::shadow) {
      out.shadow = &tried;
      continue;
    }
    out.enforced = &tried;
    break;
  }
  return out;
}

}  // namespace qorgan::engine
