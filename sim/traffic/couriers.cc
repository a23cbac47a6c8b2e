// Couriers and delivery desks: an honest hard case. Each rings a new person every few minutes, for
// seconds, and many do not answer.
#include <algorithm>
#include <vector>

#include "sim/equipment.h"
#include "sim/numbers.h"
#include "sim/traffic/actor.h"

namespace qorgan::sim {

namespace {

struct courier {
  std::string caller;
  std::size_t trunk;
  std::size_t equipment;
};

class couriers final : public steady_actor {
 public:
  explicit couriers(const actor_world& world) : steady_actor{world.calls_per_second, world.seed} {
    dice d{world.seed ^ 0xc0c0};
    // Eight calls an hour each.
    const auto count = static_cast<std::size_t>(std::max(20.0, world.calls_per_second * 450));
    static constexpr std::array<std::string_view, 4> kCountries{"RU", "RU", "CN", "KG"};
    for (std::size_t i = 0; i < count; ++i) {
      const std::string_view country = d.one_of(kCountries);
      const std::size_t trunk = trunk_of_country(world.trunks, country, d);
      couriers_.push_back({foreign_mobile(country, d), trunk, core_equipment(trunk)});
    }
  }

 private:
  planned_call draw(dice& d) override {
    const courier& who = couriers_[d.below(couriers_.size())];
    planned_call call;
    call.trunk = who.trunk;
    call.equipment = who.equipment;
    call.caller = who.caller;
    call.callee = kz_mobile(d);
    call.kind = "courier";
    draw_course(call, {.answers = 0.5, .gives_up = 0.25, .talk_median_s = 16, .talk_sigma = 0.5},
                d);
    return call;
  }

  std::vector<courier> couriers_;
};

}  // namespace

std::unique_ptr<actor> make_couriers(const actor_world& world) {
  return std::make_unique<couriers>(world);
}

}  // namespace qorgan::sim
