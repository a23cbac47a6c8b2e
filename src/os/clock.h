#pragma once

#include <cstdint>

#include "base/time.h"

namespace qorgan::os {

/// Monotonic nanoseconds; for protocol timers and measuring, never for records.
std::int64_t monotonic_ns() noexcept;

/// The centre's wall clock. It never runs back: it reads the system's clock once and then follows
/// the monotonic clock, `speed` times as fast. A speed other than 1 is for demonstrations that
/// pass an hour in a minute; SIP timers do not follow it.
class clock {
 public:
  explicit clock(double speed = 1.0);
  timestamp now() const noexcept;
  double speed() const noexcept { return speed_; }

 private:
  double speed_;
  std::int64_t started_monotonic_ns_;
  std::int64_t started_wall_us_;
};

}  // namespace qorgan::os
