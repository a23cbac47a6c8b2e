#pragma once

#include <cstdint>

#include "casework/desk_clocks.h"

namespace qorgan::casework {

/// What a site sets about its desk.
struct desk_options {
  std::uint32_t lease_s = 90;  ///< a claim without work goes back to the queue
  std::uint32_t shelf_longest_s = 28'800;
  std::uint32_t abandoned_s = 86'400;  ///< closed as unattended when nobody took it for so long
  unsigned flood_alerts = 10;          ///< per operator in ten minutes
  desk_limits limits = desk_limits::usual();

  bool operator==(const desk_options&) const = default;
  duration lease() const { return std::chrono::seconds{lease_s}; }
};

}  // namespace qorgan::casework
