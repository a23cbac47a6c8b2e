#pragma once

#include <cstddef>
#include <utility>

#include "base/inline_vector.h"
#include "domain/decision.h"

namespace qorgan::engine {

/// Probability from log-odds, rounded to four decimals: a replay on another machine's mathematics
/// library must not differ in the last bit.
float probability(float log_odds);

/// Strongest first; equal weights by detector id.
constexpr bool stronger(const evidence& a, const evidence& b) {
  return a.weight != b.weight ? a.weight > b.weight : a.detector < b.detector;
}

/// Adds one reason in its place. When there is no room, the weakest is left out.
template <std::size_t Capacity>
void add_reason(inline_vector<evidence, Capacity>& reasons, const evidence& added) {
  if (!reasons.push_back(added)) {
    if (!stronger(added, reasons.back())) return;
    reasons.back() = added;
  }
  for (std::size_t i = reasons.size() - 1; i > 0 && stronger(reasons[i], reasons[i - 1]); --i) {
    std::swap(reasons[i], reasons[i - 1]);
  }
}

}  // namespace qorgan::engine
