// Honest people: families, workers, roamers, villagers, and those who call for the first time.
#include <algorithm>
#include <cmath>

#include "sim/equipment.h"
#include "sim/numbers.h"
#include "sim/traffic/actor.h"
#include "sim/world/country.h"
#include "sim/world/parameters.h"

namespace qorgan::sim {
namespace {

namespace p = parameters;

struct person {
  std::string caller;
  std::vector<std::string> relatives;
  std::size_t trunk = 0;
  std::size_t equipment = 0;
  std::uint32_t media_host = 0;
};

person person_abroad(const country_world& world, dice& d) {
  const std::string_view country = country_of_origin(d);
  const std::string_view stays_in = country_stayed_in(country, d);
  person out{foreign_mobile(country, d), {}, world.trunk_from(stays_in, d), 0, 0};
  out.equipment = world.seen_over(out.trunk, world.network_of(stays_in, d));
  const auto relatives = 1 + d.below(4);
  for (std::size_t i = 0; i < relatives; ++i) out.relatives.push_back(world.subscriber(d));
  return out;
}

planned_call call_of(const person& who, std::string_view kind, const called_side& side, dice& d) {
  planned_call call;
  call.trunk = who.trunk;
  call.equipment = who.equipment;
  call.media_host = who.media_host;
  call.caller = who.caller;
  call.callee = d.one_of(std::span<const std::string>(who.relatives));
  call.kind = kind;
  draw_course(call, side, d);
  return call;
}

/// A call, and once more some minutes later to somebody else or because nobody answered.
void call_home(const person& who, std::string_view kind, const called_side& side, duration at,
               std::vector<planned_call>& out, dice& d) {
  for (int tries = 0; tries < 3; ++tries) {
    planned_call call = call_of(who, kind, side, d);
    call.at = at;
    at += call.wait + call.talk + seconds(d.between(20, 900));
    const bool answered = call.ends == outcome::answered;
    out.push_back(std::move(call));
    if (d.chance(answered ? 0.6 : 0.3)) return;
  }
}

/// Families and workers: the same people, the same relatives, evening after evening.
class people_abroad final : public family {
 public:
  people_abroad(country_world& world, std::string_view kind, int count, double usual,
                double pay_day)
      : kind_{kind}, usual_{usual}, pay_day_{pay_day}, dice_{world.next_seed()} {
    for (int i = 0; i < world.scaled(count); ++i) people_.push_back(person_abroad(world, dice_));
  }
  void plan_day(const day& today, std::vector<planned_call>& out) override {
    // The peak brings calls that people would otherwise not make: chances above one are more calls.
    const double chance = (today.pay_day ? pay_day_ : usual_) * today.family_factor;
    for (const person& who : people_) {
      const int rounds = static_cast<int>(chance) + (dice_.chance(chance - std::floor(chance)));
      for (int i = 0; i < rounds; ++i) {
        call_home(who, kind_, {.answers = 0.68, .talk_median_s = 240, .talk_sigma = 0.9},
                  moment_of(today, kEvening, dice_), out, dice_);
      }
    }
  }

 private:
  std::string_view kind_;
  double usual_;
  double pay_day_;
  dice dice_;
  std::vector<person> people_;
};

/// Our own subscribers abroad, over the roaming hub, now and then to an emergency number.
class roaming_people final : public family {
 public:
  explicit roaming_people(country_world& world) : world_{world}, dice_{world.next_seed()} {
    for (int i = 0; i < world.scaled(p::kRoamers); ++i) {
      person one{kz_mobile(dice_), {}, world.hub(), 0, 0};
      one.equipment = core_network(dice_.below(64));
      for (int k = 0; k < 3; ++k) one.relatives.push_back(world.subscriber(dice_));
      people_.push_back(std::move(one));
    }
  }
  void plan_day(const day& today, std::vector<planned_call>& out) override {
    const int calls = number_about(
        p::kRoamerCalls * static_cast<double>(people_.size()) * std::min(2.0, today.family_factor),
        dice_);
    for (int i = 0; i < calls; ++i) {
      const person& who = dice_.one_of(std::span<const person>(people_));
      planned_call call = call_of(who, "roamer", {.talk_median_s = 90}, dice_);
      if (dice_.chance(p::kRoamerEmergency)) {
        call.callee = "112";
        call.kind = "emergency";
      } else if (dice_.chance(p::kRoamersOverCarriers)) {
        call.caller = roamer_number(dice_);
        call.trunk = world_.any_carrier(dice_);
        call.equipment = world_.seen_over(call.trunk, call.equipment);
      }
      call.at = moment_of(today, kAnyTime, dice_);
      out.push_back(std::move(call));
    }
  }

 private:
  const country_world& world_;
  dice dice_;
  std::vector<person> people_;
};

/// Neighbours behind one exchange: numbers of one range, one equipment, the same hours.
class villages final : public family {
 public:
  explicit villages(country_world& world) : dice_{world.next_seed()} {
    for (int v = 0; v < world.scaled(p::kVillages); ++v) {
      const std::string_view country = v % 2 == 0 ? "KG" : "RU";
      const std::size_t trunk = world.trunk_from(country, dice_);
      const std::size_t exchange = common_exchange(dice_.below(64));
      const std::string first = foreign_fixed(country, dice_);
      std::vector<person> neighbours;
      for (int i = 0; i < p::kVillagers; ++i) {
        person one{following(first, static_cast<unsigned>(i)),
                   {},
                   trunk,
                   world.seen_over(trunk, exchange),
                   0};
        for (int k = 0; k < 2; ++k) one.relatives.push_back(world.subscriber(dice_));
        neighbours.push_back(std::move(one));
      }
      villages_.push_back(std::move(neighbours));
    }
  }
  void plan_day(const day& today, std::vector<planned_call>& out) override {
    for (const auto& neighbours : villages_) {
      const int calls = number_about(p::kVillageCalls * today.family_factor, dice_);
      for (int i = 0; i < calls; ++i) {
        const person& who = dice_.one_of(std::span<const person>(neighbours));
        planned_call call = call_of(who, "village", {.answers = 0.7, .talk_median_s = 200}, dice_);
        call.at = moment_of(today, kEvening, dice_);
        out.push_back(std::move(call));
      }
    }
  }

 private:
  dice dice_;
  std::vector<std::vector<person>> villages_;
};

/// A new card, a hotel's telephone, a lost relative: a number that nobody here ever saw.
class first_timers final : public family {
 public:
  explicit first_timers(country_world& world) : world_{world}, dice_{world.next_seed()} {}
  void plan_day(const day& today, std::vector<planned_call>& out) override {
    const int calls =
        number_about(p::kFirstTimers * world_.scale() * std::min(3.0, today.family_factor), dice_);
    for (int i = 0; i < calls; ++i) {
      person who = person_abroad(world_, dice_);
      // From a hotel or a new shop, behind an exchange as offices of every kind have it.
      if (dice_.chance(p::kFirstTimersBehindExchange)) {
        const std::size_t exchange = common_exchange(dice_.next());
        who.equipment = world_.seen_over(who.trunk, exchange);
        const bool relayed = who.equipment != exchange;
        if (!relayed && dice_.chance(p::kOwnMediaAddress)) {
          who.media_host = static_cast<std::uint32_t>(1 + dice_.below(60'000));
        }
      }
      call_home(who, "first-time", {.answers = 0.55, .talk_median_s = 150, .talk_sigma = 1.0},
                moment_of(today, kAnyTime, dice_), out, dice_);
    }
  }

 private:
  const country_world& world_;
  dice dice_;
};

}  // namespace

void add_private_people(country_world& world, families& out) {
  out.push_back(std::make_unique<people_abroad>(world, "family", p::kFamilies, p::kFamilyEvening,
                                                p::kFamilyEvening));
  out.push_back(std::make_unique<people_abroad>(world, "worker", p::kWorkers, p::kWorkerDay,
                                                p::kWorkerPayDay));
  out.push_back(std::make_unique<roaming_people>(world));
  out.push_back(std::make_unique<villages>(world));
  out.push_back(std::make_unique<first_timers>(world));
}

}  // namespace qorgan::sim
