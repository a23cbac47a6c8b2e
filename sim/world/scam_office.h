#pragma once

#include <functional>
#include <string>
#include <vector>

#include "sim/traffic/plan.h"
#include "sim/world/country.h"

namespace qorgan::sim {

/// One scam office while it keeps its equipment, numbers and carriers.
struct scam_office {
  std::string_view kind;
  std::string campaign;
  std::size_t equipment = 0;        ///< before carriers rewrite it
  std::size_t after_noon = 0;       ///< another one, for those who change it
  std::uint32_t media_host = 0;     ///< 0: behind a carrier's relay
  bool hidden = false;              ///< behind a carrier that rewrites every message
  std::vector<std::size_t> trunks;  ///< carriers that sell it minutes
  std::vector<std::string> blocks;  ///< leased hundreds, without the last two digits
  std::string number;               ///< shown now
  int calls_with_number = 0;
  int last_day = 0;
};

/// What an office's plan of a day needs.
struct scam_day {
  const day& today;
  const country_world& world;
  double calls;  ///< about so many
  dice& d;
  std::vector<planned_call>& out;
};

scam_office open_office(std::string_view kind, const std::string& campaign,
                        const country_world& world, dice& d);

/// A call of the office to `victim` with its course: how the victim takes it.
planned_call office_call(const scam_office& office, const std::string& victim, duration at,
                         scam_day& of);
/// A number of the office's leased blocks.
std::string leased_number(const scam_office& office, dice& d);
std::string number_of_anywhere(dice& d);

// A day of each family of offices (scam_bulk.cc, scam_patient.cc).
void plan_spoofed(scam_office& office, scam_day& of);
void plan_rotating(scam_office& office, scam_day& of);
void plan_sequential(scam_office& office, scam_day& of);
void plan_autodialler(scam_office& office, scam_day& of);
void plan_wangiri(scam_office& office, scam_day& of);
void plan_low(scam_office& office, scam_day& of);
void plan_once(scam_office& office, scam_day& of);
void plan_mimic(scam_office& office, scam_day& of);
void plan_mixed(scam_office& office, scam_day& of);
void plan_noon(scam_office& office, scam_day& of);
void plan_chain(scam_office& office, scam_day& of);

}  // namespace qorgan::sim
