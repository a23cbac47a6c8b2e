// Families abroad: the same number calls the same few relatives again and again, and talks long.
#include <algorithm>
#include <vector>

#include "sim/equipment.h"
#include "sim/numbers.h"
#include "sim/traffic/actor.h"

namespace qorgan::sim {

namespace {

struct family {
  std::string caller;
  std::vector<std::string> relatives;
  std::size_t trunk;
  std::size_t equipment;
};

class families final : public steady_actor {
 public:
  explicit families(const actor_world& world) : steady_actor{world.calls_per_second, world.seed} {
    dice d{world.seed ^ 0xfa31};
    // Each family calls about every ten minutes: often enough to become known within a
    // demonstration.
    const auto count = static_cast<std::size_t>(std::max(30.0, world.calls_per_second * 600));
    static constexpr std::array<std::string_view, 10> kCountries{"RU", "RU", "RU", "DE", "DE",
                                                                 "DE", "TR", "TR", "CN", "KR"};
    for (std::size_t i = 0; i < count; ++i) {
      const std::string_view country = d.one_of(kCountries);
      family one{foreign_mobile(country, d), {}, trunk_of_country(world.trunks, country, d), 0};
      one.equipment = core_equipment(one.trunk);
      for (std::size_t k = 0; k <= d.below(3); ++k) one.relatives.push_back(kz_any(d));
      families_.push_back(std::move(one));
    }
  }

 private:
  planned_call draw(dice& d) override {
    const family& who = families_[d.below(families_.size())];
    planned_call call;
    call.trunk = who.trunk;
    call.equipment = who.equipment;
    call.caller = who.caller;
    call.callee = who.relatives[d.below(who.relatives.size())];
    call.kind = "family";
    draw_course(call, {.answers = 0.68, .talk_median_s = 55, .talk_sigma = 0.75}, d);
    return call;
  }

  std::vector<family> families_;
};

}  // namespace

std::unique_ptr<actor> make_families(const actor_world& world) {
  return std::make_unique<families>(world);
}

}  // namespace qorgan::sim
