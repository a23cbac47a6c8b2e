// Honest institutions: companies, hospitals, universities, embassies, banks' and airlines' call
// centres, and conference bridges.
#include <algorithm>

#include "sim/equipment.h"
#include "sim/numbers.h"
#include "sim/traffic/actor.h"
#include "sim/world/country.h"
#include "sim/world/parameters.h"

namespace qorgan::sim {
namespace {

namespace p = parameters;

/// What makes one kind of institution.
struct habits {
  std::string_view kind;
  int count = 1;
  double calls_per_day = 1;
  unsigned lines = 1;      ///< numbers shown, neighbours of each other
  std::size_t circle = 0;  ///< people called again and again; 0: always somebody else
  const hours* shape = &kOffice;
  bool weekends = false;
  called_side side{};
};

const habits kHabits[] = {
    {"business", p::kCompanies, p::kCompanyCalls, 8, 12, &kOffice, false, {.talk_median_s = 120}},
    {"hospital",
     p::kHospitals,
     p::kHospitalCalls,
     4,
     0,
     &kDaytime,
     true,
     {.answers = 0.6, .talk_median_s = 150}},
    {"university",
     p::kUniversities,
     p::kUniversityCalls,
     6,
     0,
     &kOffice,
     false,
     {.talk_median_s = 180}},
    {"embassy", p::kEmbassies, p::kEmbassyCalls, 2, 0, &kOffice, false, {.talk_median_s = 140}},
    {"bank-centre",
     p::kBankCentres,
     p::kBankCentreCalls,
     20,
     0,
     &kOffice,
     false,
     {.answers = 0.5, .gives_up = 0.25, .talk_median_s = 90}},
    {"airline",
     p::kAirlines,
     p::kAirlineCalls,
     20,
     0,
     &kDaytime,
     true,
     {.answers = 0.55, .gives_up = 0.25, .talk_median_s = 75}},
};

struct institution {
  std::string first_line;
  std::vector<std::string> circle;
  std::size_t trunk;
  std::size_t equipment;
  std::uint32_t media_host;
};

class institutions final : public family {
 public:
  institutions(country_world& world, const habits& what)
      : world_{world}, what_{what}, dice_{world.next_seed()} {
    for (int i = 0; i < world.scaled(what.count); ++i) {
      const std::string_view country = country_of_origin(dice_);
      institution one{foreign_fixed(country, dice_),
                      {},
                      world.trunk_from(country, dice_),
                      0,
                      static_cast<std::uint32_t>(1 + dice_.below(60'000))};
      // Small ones mostly speak through their carrier's equipment, with the carrier's media relay.
      const bool own_exchange = dice_.chance(what.kind == "business" ? 0.25 : 0.6);
      const std::size_t spoken =
          own_exchange ? common_exchange(dice_.next()) : world.network_of(country, dice_);
      if (!own_exchange) one.media_host = 0;
      one.equipment = world.seen_over(one.trunk, spoken);
      for (std::size_t k = 0; k < what.circle; ++k) one.circle.push_back(world.subscriber(dice_));
      all_.push_back(std::move(one));
    }
  }
  void plan_day(const day& today, std::vector<planned_call>& out) override {
    if ((today.weekend || today.holiday) && !what_.weekends) return;
    for (const institution& one : all_) {
      const int calls = number_about(what_.calls_per_day, dice_);
      for (int i = 0; i < calls; ++i) {
        planned_call call;
        call.at = moment_of(today, *what_.shape, dice_);
        call.trunk = one.trunk;
        call.equipment = one.equipment;
        call.media_host = one.media_host;
        call.caller = following(one.first_line, static_cast<unsigned>(dice_.below(what_.lines)));
        call.callee = one.circle.empty() ? world_.subscriber(dice_)
                                         : dice_.one_of(std::span<const std::string>(one.circle));
        call.kind = what_.kind;
        draw_course(call, what_.side, dice_);
        out.push_back(std::move(call));
      }
    }
  }

 private:
  const country_world& world_;
  const habits& what_;
  dice dice_;
  std::vector<institution> all_;
};

/// A conference bridge dials its ten participants within a minute, and they talk for an hour.
class bridges final : public family {
 public:
  explicit bridges(country_world& world) : dice_{world.next_seed()} {
    for (int i = 0; i < world.scaled(p::kBridges); ++i) {
      const std::string_view country = i % 2 == 0 ? "US" : "DE";
      const std::size_t trunk = world.trunk_from(country, dice_);
      bridges_.push_back({foreign_fixed(country, dice_),
                          {},
                          trunk,
                          world.seen_over(trunk, common_exchange(dice_.next())),
                          static_cast<std::uint32_t>(1 + dice_.below(60'000))});
      for (int k = 0; k < 60; ++k) bridges_.back().circle.push_back(world.subscriber(dice_));
    }
  }
  void plan_day(const day& today, std::vector<planned_call>& out) override {
    if (today.weekend || today.holiday) return;
    for (const institution& bridge : bridges_) {
      const int meetings = number_about(p::kBridgeMeetings, dice_);
      for (int m = 0; m < meetings; ++m) {
        const duration begins = moment_of(today, kOffice, dice_);
        const auto talk = seconds(dice_.between(1'200, 4'800));
        const auto people = 4 + dice_.below(9);
        for (std::size_t i = 0; i < people; ++i) {
          planned_call call;
          call.at = begins + seconds(dice_.between(0, 60));
          call.trunk = bridge.trunk;
          call.equipment = bridge.equipment;
          call.media_host = bridge.media_host;
          call.caller = bridge.first_line;
          call.callee = dice_.one_of(std::span<const std::string>(bridge.circle));
          call.kind = "conference";
          draw_course(call, {.answers = 0.85}, dice_);
          if (call.ends == outcome::answered) call.talk = talk;
          out.push_back(std::move(call));
        }
      }
    }
  }

 private:
  dice dice_;
  std::vector<institution> bridges_;
};

}  // namespace

void add_institutions(country_world& world, families& out) {
  for (const habits& what : kHabits) out.push_back(std::make_unique<institutions>(world, what));
  out.push_back(std::make_unique<bridges>(world));
}

}  // namespace qorgan::sim
