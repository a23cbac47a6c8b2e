// Patient offices: few calls to chosen people, so that nothing that counts calls per number sees
// them.
#include <algorithm>

#include "sim/equipment.h"
#include "sim/numbers.h"
#include "sim/traffic/actor.h"
#include "sim/world/parameters.h"
#include "sim/world/scam_office.h"

namespace qorgan::sim {
namespace {

constexpr int kCallsPerNumber = 5;  // [A] then the number is burnt

/// Spread over the working day: three victims an hour and the like.
template <typename Call>
void through_the_day(scam_day& of, const hours& shape, Call&& call) {
  std::vector<duration> moments;
  for (int left = number_about(of.calls, of.d); left > 0; --left) {
    moments.push_back(moment_of(of.today, shape, of.d));
  }
  std::ranges::sort(moments);
  for (const duration at : moments) call(at);
}

void change_number_when_burnt(scam_office& office, dice& d) {
  if (office.number.empty() || ++office.calls_with_number >= kCallsPerNumber) {
    office.number = leased_number(office, d);
    office.calls_with_number = 0;
  }
}

}  // namespace

void plan_low(scam_office& office, scam_day& of) {
  through_the_day(of, kOffice, [&](duration at) {
    change_number_when_burnt(office, of.d);
    of.out.push_back(office_call(office, of.world.subscriber(of.d), at, of));
  });
}

void plan_once(scam_office& office, scam_day& of) {
  through_the_day(of, kOffice, [&](duration at) {
    office.number = number_of_anywhere(of.d);
    of.out.push_back(office_call(office, of.world.subscriber(of.d), at, of));
  });
}

/// In the evening, from a number of the country the call comes from, to the same three people, and
/// with talks as long as a family's.
void plan_mimic(scam_office& office, scam_day& of) {
  std::vector<std::string> victims;
  int with_number = 0;
  through_the_day(of, kEvening, [&](duration at) {
    if (with_number++ % 6 == 0) {
      const std::string_view country = country_of_origin(of.d);
      office.number = foreign_mobile(country, of.d);
      office.trunks = {of.world.trunk_from(country, of.d)};
      victims = {of.world.subscriber(of.d), of.world.subscriber(of.d), of.world.subscriber(of.d)};
    }
    planned_call call =
        office_call(office, of.d.one_of(std::span<const std::string>(victims)), at, of);
    if (call.ends == outcome::answered && !call.believed) {
      call.talk = seconds(of.d.log_normal(180, 0.9));
    }
    of.out.push_back(std::move(call));
  });
}

/// Half of the calls under forged domestic numbers, half under leased ones.
void plan_mixed(scam_office& office, scam_day& of) {
  through_the_day(of, kOffice, [&](duration at) {
    office.number = of.d.chance(0.5) ? kz_mobile(of.d) : leased_number(office, of.d);
    of.out.push_back(office_call(office, of.world.subscriber(of.d), at, of));
  });
}

/// At noon every day the office changes its equipment and its media server.
void plan_noon(scam_office& office, scam_day& of) {
  const duration noon = of.today.begins + std::chrono::hours{12 - parameters::kUtcOffsetHours};
  bool changed = false;
  through_the_day(of, kOffice, [&](duration at) {
    if (at >= noon && !changed) {
      changed = true;
      office.equipment = office.after_noon;
      office.after_noon = own_scam_equipment(of.d.next());
      office.media_host = static_cast<std::uint32_t>(60'001 + of.d.below(60'000));
    }
    change_number_when_burnt(office, of.d);
    of.out.push_back(office_call(office, of.world.subscriber(of.d), at, of));
  });
}

/// A cold caller wins a little trust; within hours a closer calls from another number, and often a
/// third ("the investigator"). Who hung up on the first is not called again.
void plan_chain(scam_office& office, scam_day& of) {
  constexpr double kCallsPerVictim = 3;
  for (int left = number_about(of.calls / kCallsPerVictim * 1.6, of.d); left > 0; --left) {
    const std::string victim = of.world.subscriber(of.d);
    duration at = moment_of(of.today, kOffice, of.d);
    for (int stage = 0; stage < 3; ++stage) {
      office.number = of.d.chance(0.7) ? leased_number(office, of.d) : number_of_anywhere(of.d);
      planned_call call = office_call(office, victim, at, of);
      const bool hooked = call.ends == outcome::answered && (stage > 0 || of.d.chance(0.5));
      if (hooked) {
        call.believed = stage > 0;
        call.talk = seconds(stage == 0 ? of.d.between(90, 400) : of.d.between(600, 2'700));
      }
      at += call.wait + call.talk + seconds(of.d.between(180, 5'400));
      of.out.push_back(std::move(call));
      if (!hooked) break;
    }
  }
}

}  // namespace qorgan::sim
