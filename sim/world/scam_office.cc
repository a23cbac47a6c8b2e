#include "sim/world/scam_office.h"

#include <array>

#include "base/assert.h"
#include "sim/equipment.h"
#include "sim/numbers.h"
#include "sim/traffic/actor.h"
#include "sim/world/parameters.h"

namespace qorgan::sim {
namespace {

namespace p = parameters;

/// Somebody answers, and then hangs up soon, listens for a while, or believes.
void draw_victim(planned_call& call, dice& d) {
  draw_course(call, {.answers = p::kVictimAnswers, .busy = 0.12}, d);
  if (call.ends != outcome::answered) return;
  const double luck = d.uniform();
  call.believed = luck < p::kVictimBelieves;
  if (call.believed) {
    call.talk = seconds(d.between(480, 2'700));
  } else if (luck < p::kVictimBelieves + p::kVictimListens) {
    call.talk = seconds(d.between(60, 240));
  } else {
    call.talk = seconds(d.between(3, 25));
  }
  call.caller_hangs_up = d.chance(call.believed ? 0.8 : 0.2);
}

/// The victim's bank tries to get through while the scammer keeps the line.
void plan_bank_check(const planned_call& scam, scam_day& of) {
  if (!of.world.has_domestic() || !of.d.chance(p::kBankCallsBack)) return;
  planned_call call;
  call.at = scam.at + scam.ring_delay + scam.wait + seconds(of.d.between(120, 400));
  call.trunk = of.world.domestic();
  call.equipment = core_equipment(1);
  call.caller = kz_fixed(of.d);
  call.callee = scam.callee;
  call.kind = "bank-check";
  call.ends = outcome::busy;
  call.wait = seconds(0.3);
  of.out.push_back(std::move(call));
}

using plan = void (*)(scam_office&, scam_day&);
struct scam_kind {
  std::string_view kind;
  plan how;
};
constexpr scam_kind kPlans[] = {
    {"bulk-spoofed", plan_spoofed},       {"bulk-rotating", plan_rotating},
    {"bulk-sequential", plan_sequential}, {"bulk-autodialler", plan_autodialler},
    {"bulk-wangiri", plan_wangiri},       {"patient-low", plan_low},
    {"patient-once", plan_once},          {"patient-mimic", plan_mimic},
    {"patient-mixed", plan_mixed},        {"patient-noon", plan_noon},
    {"patient-chain", plan_chain},
};

plan plan_of(std::string_view kind) {
  for (const scam_kind& one : kPlans) {
    if (one.kind == kind) return one.how;
  }
  QORGAN_ASSERT(false);
  return nullptr;
}

/// All offices of one family. When one closes, another opens the next day under other numbers.
class scam_offices final : public family {
 public:
  scam_offices(country_world& world, const p::scam_volume& volume)
      : world_{world}, volume_{volume}, dice_{world.next_seed()}, plan_{plan_of(volume.kind)} {
    for (int i = 0; i < world.scaled(volume.offices); ++i) {
      offices_.push_back(open(0));
      // Not all of them open on the first day.
      offices_.back().last_day = static_cast<int>(dice_.below(p::kOfficeDaysMost));
    }
  }
  void plan_day(const day& today, std::vector<planned_call>& out) override {
    for (scam_office& office : offices_) {
      if (today.index > office.last_day) office = open(today.index);
      scam_day of{today, world_, volume_.calls_per_day, dice_, out};
      plan_(office, of);
    }
  }

 private:
  scam_office open(int today) {
    std::string campaign{volume_.kind};
    campaign.append("-").append(std::to_string(++opened_));
    scam_office out = open_office(volume_.kind, campaign, world_, dice_);
    out.last_day = today + p::kOfficeDaysLeast +
                   static_cast<int>(dice_.below(p::kOfficeDaysMost - p::kOfficeDaysLeast));
    return out;
  }

  const country_world& world_;
  const p::scam_volume& volume_;
  dice dice_;
  plan plan_;
  int opened_ = 0;
  std::vector<scam_office> offices_;
};

}  // namespace

std::string number_of_anywhere(dice& d) {
  static constexpr std::array<std::string_view, 8> kCountries{"GB", "UA", "UZ", "US",
                                                              "KG", "RU", "DE", "TR"};
  return foreign_mobile(d.one_of(kCountries), d);
}

std::string leased_number(const scam_office& office, dice& d) {
  std::string out = d.one_of(std::span<const std::string>(office.blocks));
  out += static_cast<char>('0' + d.below(10));
  out += static_cast<char>('0' + d.below(10));
  return out;
}

scam_office open_office(std::string_view kind, const std::string& campaign,
                        const country_world& world, dice& d) {
  scam_office out;
  out.kind = kind;
  out.campaign = campaign;
  const double luck = d.uniform();
  out.hidden = luck >= p::kOwnEquipment + p::kCommonEquipment;
  const bool own = luck < p::kOwnEquipment;
  out.equipment = own ? own_scam_equipment(d.next()) : common_exchange(d.next());
  if (out.hidden) out.equipment = core_network(d.next());
  out.after_noon = own_scam_equipment(d.next());
  if (!out.hidden) out.media_host = static_cast<std::uint32_t>(60'001 + d.below(60'000));
  const auto carriers = 1 + d.below(3);
  for (std::size_t i = 0; i < carriers; ++i) out.trunks.push_back(world.any_carrier(d));
  const auto blocks = 2 + d.below(3);
  for (std::size_t i = 0; i < blocks; ++i) {
    std::string number = number_of_anywhere(d);
    number.resize(number.size() - 2);
    out.blocks.push_back(std::move(number));
  }
  return out;
}

planned_call office_call(const scam_office& office, const std::string& victim, duration at,
                         scam_day& of) {
  planned_call call;
  call.at = at;
  call.trunk = of.d.one_of(std::span<const std::size_t>(office.trunks));
  call.equipment = of.world.seen_over(call.trunk, office.equipment);
  // Who sells minutes through a back-to-back user agent relays media too.
  const bool relayed = call.equipment != office.equipment;
  call.media_host = relayed ? 0 : office.media_host;
  call.caller = office.number;
  call.callee = victim;
  call.fraud = true;
  call.kind = office.kind;
  call.campaign = office.campaign;
  draw_victim(call, of.d);
  if (call.believed) plan_bank_check(call, of);
  return call;
}

void add_scam_offices(country_world& world, families& out) {
  for (const p::scam_volume& volume : p::kScams) {
    out.push_back(std::make_unique<scam_offices>(world, volume));
  }
}

}  // namespace qorgan::sim
