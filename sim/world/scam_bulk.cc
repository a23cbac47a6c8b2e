// Bulk dialling. An office works in sessions of an hour or two, a few times a week, as fast as its
// lines allow, and then rests or sells its list.
#include "sim/numbers.h"
#include "sim/world/parameters.h"
#include "sim/world/scam_office.h"

namespace qorgan::sim {
namespace {

namespace p = parameters;

constexpr double kSessionChance = 0.4;  // [A] per day

/// Calls of today's session, 0 on a day without one.
int session_calls(scam_day& of) {
  if (!of.d.chance(kSessionChance)) return 0;
  return number_about(of.calls / kSessionChance, of.d);
}

/// Whoever is next on the list; a bulk list has honeypots in it like any number.
const std::string& next_victim(scam_day& of) {
  const bool listens = of.d.chance(static_cast<double>(p::kHoneypots) / p::kSubscribers);
  return listens ? of.world.honeypot(of.d) : of.world.subscriber(of.d);
}

std::string forged_domestic(const std::string& callee, dice& d) {
  if (d.chance(0.2)) return callee.substr(0, 8) + kz_mobile(d).substr(8);  // like the callee's own
  return d.chance(0.6) ? kz_fixed(d) : kz_mobile(d);
}

}  // namespace

void plan_spoofed(scam_office& office, scam_day& of) {
  duration at = moment_of(of.today, kOffice, of.d);
  for (int left = session_calls(of); left > 0; --left) {
    const std::string& victim = next_victim(of);
    office.number = forged_domestic(victim, of.d);
    of.out.push_back(office_call(office, victim, at, of));
    at += seconds(of.d.exponential(20));
  }
}

void plan_rotating(scam_office& office, scam_day& of) {
  duration at = moment_of(of.today, kOffice, of.d);
  for (int left = session_calls(of); left > 0; --left) {
    office.number = of.d.chance(0.6) ? leased_number(office, of.d) : number_of_anywhere(of.d);
    of.out.push_back(office_call(office, next_victim(of), at, of));
    at += seconds(of.d.exponential(25));
  }
}

void plan_sequential(scam_office& office, scam_day& of) {
  duration at = moment_of(of.today, kOffice, of.d);
  std::string victim = kz_mobile(of.d);
  for (int left = session_calls(of), i = 0; left > 0; --left, ++i) {
    if (i % 50 == 0) office.number = number_of_anywhere(of.d);
    of.out.push_back(office_call(office, victim, at, of));
    victim = following(victim, of.d.chance(0.9) ? 1 : 2);
    at += seconds(of.d.between(1, 3));
  }
}

void plan_autodialler(scam_office& office, scam_day& of) {
  duration at = moment_of(of.today, kOffice, of.d);
  office.number = leased_number(office, of.d);
  for (int left = session_calls(of); left > 0; --left) {
    of.out.push_back(office_call(office, next_victim(of), at, of));
    at += seconds(of.d.between(4, 15));
  }
}

void plan_wangiri(scam_office& office, scam_day& of) {
  duration at = moment_of(of.today, kDaytime, of.d);
  for (int left = session_calls(of), i = 0; left > 0; --left, ++i) {
    if (i % 40 == 0) office.number = leased_number(office, of.d);
    planned_call call = office_call(office, next_victim(of), at, of);
    if (of.d.chance(0.97)) {  // gone before a person reaches the telephone
      call.ends = outcome::gave_up;
      call.wait = seconds(of.d.between(0.8, 2.8));
      call.believed = false;
    }
    of.out.push_back(std::move(call));
    at += seconds(of.d.between(5, 20));
  }
}

}  // namespace qorgan::sim
