// Companies abroad: a fixed main number calls a circle of partners here, by day, briefly.
#include <algorithm>
#include <vector>

#include "sim/equipment.h"
#include "sim/numbers.h"
#include "sim/traffic/actor.h"

namespace qorgan::sim {

namespace {

struct company {
  std::string caller;
  std::vector<std::string> partners;
  std::size_t trunk;
  std::size_t equipment;
};

class business final : public steady_actor {
 public:
  explicit business(const actor_world& world) : steady_actor{world.calls_per_second, world.seed} {
    dice d{world.seed ^ 0xb051};
    const auto count = static_cast<std::size_t>(std::max(12.0, world.calls_per_second * 120));
    static constexpr std::array<std::string_view, 7> kCountries{"RU", "RU", "DE", "DE",
                                                                "TR", "CN", "GB"};
    for (std::size_t i = 0; i < count; ++i) {
      const std::string_view country = d.one_of(kCountries);
      company one{foreign_fixed(country, d), {}, trunk_of_country(world.trunks, country, d), 0};
      // Most carriers hide their customers' exchanges behind border equipment of their own.
      one.equipment = d.chance(0.2) ? office_equipment(d) : core_equipment(one.trunk);
      const std::size_t partners = 3 + d.below(12);
      for (std::size_t k = 0; k < partners; ++k) {
        one.partners.push_back(d.chance(0.5) ? kz_fixed(d) : kz_mobile(d));
      }
      companies_.push_back(std::move(one));
    }
  }

 private:
  planned_call draw(dice& d) override {
    const company& who = companies_[d.below(companies_.size())];
    planned_call call;
    call.trunk = who.trunk;
    call.equipment = who.equipment;
    call.caller = who.caller;
    call.callee = who.partners[d.below(who.partners.size())];
    call.kind = "business";
    draw_course(call, {.answers = 0.66, .talk_median_s = 40, .talk_sigma = 0.7}, d);
    return call;
  }

  std::vector<company> companies_;
};

}  // namespace

std::unique_ptr<actor> make_business(const actor_world& world) {
  return std::make_unique<business>(world);
}

}  // namespace qorgan::sim
