#include "sim/world/world.h"

#include <algorithm>
#include <iterator>
#include <tuple>

namespace qorgan::sim {

world::world(const world_options& options) : country_{options.trunks, options.scale, options.seed} {
  add_private_people(country_, families_);
  add_institutions(country_, families_);
  add_busy_callers(country_, families_);
  add_platforms(country_, families_);
  add_scam_offices(country_, families_);
}

const std::vector<planned_call>& world::next_day() {
  const day today = day_of(next_++);
  for (const auto& one : families_) one->plan_day(today, planned_);
  const duration ends = today.begins + std::chrono::hours{24};
  // Two calls of one moment: any order will do, as long as it is always the same.
  std::ranges::sort(planned_, {}, [](const planned_call& c) {
    return std::tie(c.at, c.caller, c.callee, c.kind, c.ends, c.talk);
  });
  const auto later = std::ranges::lower_bound(planned_, ends, {}, &planned_call::at);
  today_.assign(std::make_move_iterator(planned_.begin()), std::make_move_iterator(later));
  planned_.erase(planned_.begin(), later);
  return today_;
}

}  // namespace qorgan::sim
