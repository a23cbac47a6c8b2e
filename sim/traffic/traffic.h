#pragma once

#include <memory>
#include <span>
#include <vector>

#include "sim/traffic/actor.h"

namespace qorgan::sim {

struct traffic_options {
  std::span<const trunk_seat> trunks;  ///< at least one; must outlive the traffic
  double rate = 4.0;                   ///< attempts per simulated second, all actors together
  double fraud_share = 0.22;           ///< 0 to 1
  std::uint64_t seed = 1;
};

/// All actors' calls in one endless sequence in time order. The same options give the same calls.
class traffic {
 public:
  explicit traffic(const traffic_options& options);
  duration next_at() const;
  planned_call take();

 private:
  std::size_t earliest() const;
  std::vector<std::unique_ptr<actor>> actors_;
};

}  // namespace qorgan::sim
