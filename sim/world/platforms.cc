// Providers of telephony over the internet: hundreds of small honest customers with numbers of any
// country behind one kind of equipment and a handful of media addresses; every day some are new.
// What tells a scam office's rotation from them is that their customers call again.
#include <algorithm>

#include "sim/equipment.h"
#include "sim/numbers.h"
#include "sim/traffic/actor.h"
#include "sim/world/country.h"
#include "sim/world/parameters.h"

namespace qorgan::sim {
namespace {

namespace p = parameters;

constexpr std::size_t kMediaAddresses = 4;
constexpr std::size_t kCircle = 20;

struct customer {
  std::string number;
  std::vector<std::string> circle;
};

struct platform {
  std::vector<std::size_t> trunks;
  std::size_t equipment = 0;
  std::vector<std::uint32_t> media_hosts;
  std::vector<customer> customers;
};

customer new_customer(const country_world& world, dice& d) {
  customer out{foreign_mobile(country_of_origin(d), d), {}};
  for (std::size_t i = 0; i < kCircle; ++i) out.circle.push_back(world.subscriber(d));
  return out;
}

class platforms final : public family {
 public:
  explicit platforms(country_world& world) : world_{world}, dice_{world.next_seed()} {
    for (int i = 0; i < world.scaled(p::kPlatforms); ++i) {
      platform one;
      one.equipment = common_exchange(dice_.next());
      for (int k = 0; k < 2; ++k) one.trunks.push_back(world.any_carrier(dice_));
      for (std::size_t k = 0; k < kMediaAddresses; ++k) {
        one.media_hosts.push_back(static_cast<std::uint32_t>(1 + dice_.below(60'000)));
      }
      for (int k = 0; k < p::kPlatformCustomers; ++k) {
        one.customers.push_back(new_customer(world, dice_));
      }
      all_.push_back(std::move(one));
    }
  }
  void plan_day(const day& today, std::vector<planned_call>& out) override {
    for (platform& one : all_) {
      for (customer& who : one.customers) {
        if (dice_.chance(p::kPlatformChurn)) who = new_customer(world_, dice_);
        const int calls = number_about(p::kPlatformCalls * (today.weekend ? 0.4 : 1.0), dice_);
        for (int i = 0; i < calls; ++i) out.push_back(call_of(one, who, today));
      }
    }
  }

 private:
  planned_call call_of(const platform& over, const customer& who, const day& today) {
    planned_call call;
    call.at = moment_of(today, kDaytime, dice_);
    call.trunk = dice_.one_of(std::span<const std::size_t>(over.trunks));
    call.equipment = world_.seen_over(call.trunk, over.equipment);
    const bool relayed = call.equipment != over.equipment;
    if (!relayed) {
      call.media_host = dice_.one_of(std::span<const std::uint32_t>(over.media_hosts));
    }
    call.caller = who.number;
    call.callee = dice_.one_of(std::span<const std::string>(who.circle));
    call.kind = "platform";
    draw_course(call, {.talk_median_s = 90, .talk_sigma = 1.0}, dice_);
    return call;
  }

  const country_world& world_;
  dice dice_;
  std::vector<platform> all_;
};

}  // namespace

void add_platforms(country_world& world, families& out) {
  out.push_back(std::make_unique<platforms>(world));
}

}  // namespace qorgan::sim
