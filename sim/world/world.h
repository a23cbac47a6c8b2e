#pragma once

#include <vector>

#include "sim/world/country.h"

namespace qorgan::sim {

struct world_options {
  std::span<const trunk_seat> trunks;  ///< at least one international; must outlive the world
  double scale = 1.0;                  ///< of all counts of parameters.h
  std::uint64_t seed = 1;
};

/// A simulated country under calls, day by day. The same options give the same calls.
class world {
 public:
  explicit world(const world_options& options);

  /// Calls of the next day in time order. What was planned for later stays for later days.
  const std::vector<planned_call>& next_day();
  int days() const { return next_; }  ///< handed out so far
  const country_world& country() const { return country_; }

 private:
  country_world country_;
  families families_;
  std::vector<planned_call> planned_;
  std::vector<planned_call> today_;
  int next_ = 0;
};

}  // namespace qorgan::sim
