#pragma once

#include <cstdint>
#include <limits>

namespace qorgan::sip {

// RFC 3261 table 4, in milliseconds. Moments are milliseconds of any clock that never runs back.
inline constexpr std::int64_t kT1_ms = 500;
inline constexpr std::int64_t kT2_ms = 4'000;
inline constexpr std::int64_t kT4_ms = 5'000;
/// Timers B, F, H, J, L and M, and the wait for a final response after CANCEL (§9.1).
inline constexpr std::int64_t kGiveUp_ms = 64 * kT1_ms;
/// Timer D over an unreliable transport.
inline constexpr std::int64_t kTimerD_ms = 32'000;

/// `due()` of a machine that waits for messages only.
inline constexpr std::int64_t kNotDue = std::numeric_limits<std::int64_t>::max();

}  // namespace qorgan::sip
