#include "sim/traffic/actor.h"

#include <vector>

namespace qorgan::sim {

namespace {

template <typename Wanted>
std::size_t pick(std::span<const trunk_seat> trunks, dice& d, Wanted wanted) {
  std::vector<std::size_t> candidates;
  for (std::size_t i = 0; i < trunks.size(); ++i) {
    if (wanted(trunks[i])) candidates.push_back(i);
  }
  if (candidates.empty()) return d.below(trunks.size());
  return candidates[d.below(candidates.size())];
}

bool international(const trunk_seat& trunk) {
  return trunk.kind == trunk_kind::international;
}

}  // namespace

void draw_course(planned_call& call, const called_side& side, dice& d) {
  const double luck = d.uniform();
  call.ring_delay = seconds(d.between(0.4, 2.5));
  call.caller_hangs_up = d.chance(side.caller_hangs_up);
  if (luck < side.answers) {
    call.ends = outcome::answered;
    call.wait = seconds(d.between(2.0, 14.0));
    call.talk = seconds(d.log_normal(side.talk_median_s, side.talk_sigma) + 2.0);
  } else if (luck < side.answers + side.busy) {
    call.ends = outcome::busy;
    call.wait = seconds(d.between(0.2, 1.0));
  } else if (luck < side.answers + side.busy + side.gives_up) {
    call.ends = outcome::gave_up;
    call.wait = seconds(d.between(4.0, 25.0));
  } else {
    call.ends = outcome::no_answer;
    call.wait = seconds(d.between(20.0, 40.0));
  }
}

std::size_t trunk_of_country(std::span<const trunk_seat> trunks, std::string_view country,
                             dice& d) {
  for (std::size_t i = 0; i < trunks.size(); ++i) {
    if (international(trunks[i]) && trunks[i].country == country) return i;
  }
  return any_international(trunks, d);
}

std::size_t any_international(std::span<const trunk_seat> trunks, dice& d) {
  return pick(trunks, d, international);
}

std::size_t roaming_hub(std::span<const trunk_seat> trunks, dice& d) {
  return pick(trunks, d, [](const trunk_seat& t) { return t.kind == trunk_kind::roaming_hub; });
}

}  // namespace qorgan::sim
