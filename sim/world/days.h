#pragma once

#include <array>
#include <cstdint>

#include "sim/dice.h"

namespace qorgan::sim {

/// A simulated day, by local time.
struct day {
  int index = 0;  ///< 0 is 2026-03-01
  bool weekend = false;
  bool holiday = false;
  bool pay_day = false;
  double family_factor = 1.0;  ///< how many more private calls than usual; the holiday peak
  duration begins{};           ///< from the start of the simulation
};
day day_of(int index);

/// How calls spread over the hours of a local day, as weights.
using hours = std::array<std::uint8_t, 24>;
extern const hours kEvening;  ///< people who call home after work
extern const hours kOffice;   ///< companies, 9 to 18
extern const hours kDaytime;  ///< deliveries, taxis, hospitals: 8 to 22
extern const hours kAnyTime;  ///< travellers in every time zone

/// A moment of that day, since the start of the simulation.
duration moment_of(const day& today, const hours& shape, dice& d);

/// A whole number with this mean (Poisson).
int number_about(double mean, dice& d);

}  // namespace qorgan::sim
