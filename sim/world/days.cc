#include "sim/world/days.h"

#include <algorithm>
#include <numeric>

#include "sim/world/parameters.h"

namespace qorgan::sim {

const hours kEvening{2, 1, 0, 0, 0, 0, 1, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 8, 14, 18, 18, 14, 8, 4};
const hours kOffice{0, 0, 0, 0, 0, 0, 0, 1, 4, 12, 14, 13, 7, 9, 13, 13, 12, 9, 4, 1, 0, 0, 0, 0};
const hours kDaytime{0, 0, 0, 0, 0, 0, 1, 3, 7, 9, 10, 10, 10, 9, 9, 9, 9, 10, 10, 8, 6, 4, 2, 1};
const hours kAnyTime{3, 2, 2, 2, 2, 3, 4, 5, 6, 6, 6, 6, 6, 6, 6, 6, 6, 7, 7, 7, 6, 6, 5, 4};

day day_of(int index) {
  const auto among = [index](const auto& days) {
    return std::find(days.begin(), days.end(), index) != days.end();
  };
  const int weekday = (parameters::kFirstWeekday + index) % 7;
  day out;
  out.index = index;
  out.weekend = weekday == 0 || weekday == 6;
  out.holiday = among(parameters::kHolidays);
  out.pay_day = std::find(parameters::kPayDays.begin(), parameters::kPayDays.end(), index % 30) !=
                parameters::kPayDays.end();
  if (out.holiday) out.family_factor = 2.5;
  if (index == parameters::kPeakHoliday) out.family_factor = parameters::kHolidayPeak;
  out.begins = std::chrono::hours{24 * index};
  return out;
}

duration moment_of(const day& today, const hours& shape, dice& d) {
  const auto all = std::accumulate(shape.begin(), shape.end(), 0u);
  auto left = static_cast<unsigned>(d.below(all));
  int hour = 0;
  while (left >= shape[static_cast<std::size_t>(hour)]) {
    left -= shape[static_cast<std::size_t>(hour++)];
  }
  // Within the day in UTC, so that a day's calls never come before it.
  const int utc_hour = (hour + 24 - parameters::kUtcOffsetHours) % 24;
  return today.begins + std::chrono::hours{utc_hour} + seconds(d.between(0, 3600));
}

int number_about(double mean, dice& d) {
  int count = 0;
  for (double gone = d.exponential(1.0); gone < mean; gone += d.exponential(1.0)) ++count;
  return count;
}

}  // namespace qorgan::sim
