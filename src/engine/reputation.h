#pragma once

#include <cstdint>
#include <optional>

#include "engine/detector.h"
#include "engine/history.h"

namespace qorgan::engine {

/// Weight of reports as people read it: a citizen's report of today is 100.
template <typename Word>
std::uint32_t report_weight(const history_of<Word>& of) {
  return static_cast<std::uint32_t>(std::uint64_t{of.suspicion()} * 100 / fading_count<Word>::kOne);
}

/// At least `per_1000` citizens' reports, or what weighs as much, in a thousand calls. Below it the
/// reported are guests among honest calls, and the rest must not pay for them.
template <typename Word>
bool often_reported(const history_of<Word>& of, std::int32_t per_1000) {
  return std::uint64_t{of.suspicion()} * 1'000 >=
         std::uint64_t{of.attempts.fractions()} * static_cast<std::uint32_t>(per_1000);
}

/// What detectors of reports behind a first-seen number have in common: parameters `min_weight` and
/// `min_per_1000_calls`, in this order, and what follows from them. `own` is the weight of reports
/// of the number itself, which is no news about its company.
template <typename Word>
std::optional<finding> reported_company(const features& seen, const history_of<Word>& company,
                                        std::uint32_t own, const detector_settings& settings) {
  if (!seen.foreign_caller || !seen.fresh_caller()) return std::nullopt;
  const std::uint32_t all = report_weight(company);
  const std::uint32_t observed = all > own ? all - own : 0;
  const auto least = static_cast<std::uint32_t>(settings.value[0]);
  if (observed < least || !often_reported(company, settings.value[1])) return std::nullopt;
  return finding{.observed = observed, .threshold = least};
}

}  // namespace qorgan::engine
