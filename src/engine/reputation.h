#pragma once

#include <cstdint>

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

}  // namespace qorgan::engine
