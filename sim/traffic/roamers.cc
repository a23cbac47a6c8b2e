// Our subscribers abroad: domestic numbers that rightly arrive on an international trunk, through
// the roaming hub. Now and then one of them dials an emergency number.
#include "sim/equipment.h"
#include "sim/numbers.h"
#include "sim/traffic/actor.h"

namespace qorgan::sim {

namespace {

constexpr double kEmergencyShare = 0.12;

class roamers final : public steady_actor {
 public:
  explicit roamers(const actor_world& world)
      : steady_actor{world.calls_per_second, world.seed}, trunks_{world.trunks} {}

 private:
  planned_call draw(dice& d) override {
    planned_call call;
    call.trunk = roaming_hub(trunks_, d);
    call.equipment = core_equipment(call.trunk);
    call.caller = roamer_number(d);
    call.callee = kz_mobile(d);
    call.kind = "roamer";
    draw_course(call, {.talk_median_s = 45}, d);
    if (d.chance(kEmergencyShare)) {
      call.callee = "112";
      call.kind = "emergency";
      call.ends = outcome::answered;
      call.wait = seconds(d.between(1.0, 3.0));
      call.talk = seconds(d.between(40.0, 120.0));
    }
    return call;
  }

  std::span<const trunk_seat> trunks_;
};

}  // namespace

std::unique_ptr<actor> make_roamers(const actor_world& world) {
  return std::make_unique<roamers>(world);
}

}  // namespace qorgan::sim
