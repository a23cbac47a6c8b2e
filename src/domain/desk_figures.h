#pragma once

#include <cstdint>
#include <string>

namespace qorgan {

/// The desk's queue now.
struct desk_figures {
  std::uint64_t waiting = 0;
  std::uint64_t urgent_waiting = 0;
  std::uint64_t claimed = 0;
  std::uint64_t overdue = 0;    ///< beyond the red limit of their clock
  std::uint64_t escalated = 0;  ///< not acknowledged yet
  bool flood = false;
  std::string trouble;  ///< why new alerts do not become cases; empty: they do
};

}  // namespace qorgan
