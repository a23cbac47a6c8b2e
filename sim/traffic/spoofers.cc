// Spoofed domestic numbers: the caller looks like a neighbour, a bank branch or an office of the
// state, and arrives on an international trunk all the same.
#include "sim/equipment.h"
#include "sim/numbers.h"
#include "sim/traffic/actor.h"

namespace qorgan::sim {

namespace {

class spoofers final : public steady_actor {
 public:
  explicit spoofers(const actor_world& world)
      : steady_actor{world.calls_per_second, world.seed}, trunks_{world.trunks} {}

 private:
  planned_call draw(dice& d) override {
    planned_call call;
    const std::size_t site = d.below(2);
    call.trunk = any_international(trunks_, d);
    call.equipment = scam_equipment(scam_site::spoofers, site);
    call.callee = kz_mobile(d);
    call.caller = d.chance(0.6) ? kz_fixed(d) : kz_mobile(d);
    if (d.chance(0.2)) {  // chosen to resemble the callee's own number
      call.caller = call.callee.substr(0, 8) + kz_mobile(d).substr(8);
    }
    if (d.chance(0.25)) call.caller.replace(0, 2, "8");  // national form: 8 7172 …
    call.kind = "spoofed";
    call.campaign = site == 0 ? "spoofed-a" : "spoofed-b";
    call.fraud = true;
    draw_course(call, {.answers = 0.55, .talk_median_s = 35, .talk_sigma = 0.9}, d);
    return call;
  }

  std::span<const trunk_seat> trunks_;
};

}  // namespace

std::unique_ptr<actor> make_spoofers(const actor_world& world) {
  return std::make_unique<spoofers>(world);
}

}  // namespace qorgan::sim
