// Rotating numbers over one equipment: a new foreign number for every call, so that a list of
// numbers is always too late; header order, User-Agent and media address stay the same.
#include "sim/equipment.h"
#include "sim/numbers.h"
#include "sim/traffic/actor.h"

namespace qorgan::sim {

namespace {

class rotators final : public steady_actor {
 public:
  explicit rotators(const actor_world& world)
      : steady_actor{world.calls_per_second, world.seed}, trunks_{world.trunks} {}

 private:
  planned_call draw(dice& d) override {
    static constexpr std::array<std::string_view, 4> kCountries{"GB", "UA", "UZ", "US"};
    planned_call call;
    if (calls_++ % kCallsPerCarrier == 0) {  // then another wholesale carrier sells cheaper
      trunk_ = trunk_of_country(trunks_, calls_ / kCallsPerCarrier % 2 == 0 ? "DE" : "RU", d);
    }
    call.trunk = trunk_;
    call.equipment = scam_equipment(scam_site::rotators, 0);
    // Numbers are bought in blocks: half of the calls come from one hundred-block.
    call.caller = d.chance(0.5) ? foreign_mobile("GB", d).replace(0, 11, "+4477123400")
                                : foreign_mobile(d.one_of(kCountries), d);
    call.callee = kz_mobile(d);
    call.kind = "rotating";
    call.campaign = "rotating-a";
    call.fraud = true;
    draw_course(call, {.answers = 0.5, .gives_up = 0.2, .talk_median_s = 30, .talk_sigma = 0.8}, d);
    return call;
  }

  static constexpr std::size_t kCallsPerCarrier = 40;

  std::span<const trunk_seat> trunks_;
  std::size_t calls_ = 0;
  std::size_t trunk_ = 0;
};

}  // namespace

std::unique_ptr<actor> make_rotators(const actor_world& world) {
  return std::make_unique<rotators>(world);
}

}  // namespace qorgan::sim
