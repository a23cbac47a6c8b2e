#pragma once

#include <algorithm>
#include <cstdint>

#include "base/time.h"

namespace qorgan::engine {

/// Whole seconds since 1970; enough until 2106. Clamped at both ends.
constexpr std::uint32_t seconds_of(timestamp at) {
  return static_cast<std::uint32_t>(
      std::clamp<std::int64_t>(to_us(at) / 1'000'000, 0, 0xffff'ffff));
}

}  // namespace qorgan::engine
