// Honest callers whose habits are those of a call centre: couriers and taxi dispatchers. One
// number, many people, few seconds, and half of them do not answer a number they do not know.
#include "sim/equipment.h"
#include "sim/numbers.h"
#include "sim/traffic/actor.h"
#include "sim/world/country.h"
#include "sim/world/parameters.h"

namespace qorgan::sim {
namespace {

namespace p = parameters;

struct busy_number {
  std::string caller;
  std::size_t trunk;
  std::size_t equipment;
};

class busy_callers final : public family {
 public:
  busy_callers(country_world& world, std::string_view kind, int count, double calls_per_day)
      : world_{world}, kind_{kind}, calls_per_day_{calls_per_day}, dice_{world.next_seed()} {
    static constexpr std::array<std::string_view, 5> kCountries{"RU", "RU", "CN", "KG", "UZ"};
    for (int i = 0; i < world.scaled(count); ++i) {
      const std::string_view country = dice_.one_of(kCountries);
      const std::size_t trunk = world.trunk_from(country, dice_);
      const bool mobile = kind == "courier";
      numbers_.push_back({mobile ? foreign_mobile(country, dice_) : foreign_fixed(country, dice_),
                          trunk,
                          world.seen_over(trunk, mobile ? world.network_of(country, dice_)
                                                        : common_exchange(dice_.next()))});
    }
  }
  void plan_day(const day& today, std::vector<planned_call>& out) override {
    for (const busy_number& who : numbers_) {
      const int calls = number_about(calls_per_day_ * (today.weekend ? 0.6 : 1.0), dice_);
      for (int i = 0; i < calls; ++i) {
        planned_call call;
        call.at = moment_of(today, kDaytime, dice_);
        call.trunk = who.trunk;
        call.equipment = who.equipment;
        call.caller = who.caller;
        call.callee =
            dice_.chance(p::kHonestMisdials) ? world_.honeypot(dice_) : world_.subscriber(dice_);
        call.kind = kind_;
        draw_course(call,
                    {.answers = 0.5, .gives_up = 0.25, .talk_median_s = 18, .talk_sigma = 0.5},
                    dice_);
        out.push_back(std::move(call));
      }
    }
  }

 private:
  const country_world& world_;
  std::string_view kind_;
  double calls_per_day_;
  dice dice_;
  std::vector<busy_number> numbers_;
};

}  // namespace

void add_busy_callers(country_world& world, families& out) {
  out.push_back(std::make_unique<busy_callers>(world, "courier", p::kCouriers, p::kCourierCalls));
  out.push_back(std::make_unique<busy_callers>(world, "taxi", p::kTaxiDispatchers, p::kTaxiCalls));
}

}  // namespace qorgan::sim
