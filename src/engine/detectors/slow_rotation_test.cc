#include <gtest/gtest.h>

#include "engine/testing.h"

namespace qorgan::engine {
namespace {

using namespace testing;

constexpr std::string_view kOn = "{slow_rotation: {enabled: true}}";
constexpr std::int64_t kDay = 86'400;

/// An honest exchange whose hundred subscribers call daily, so that the source has other calls.
void honest_day(watcher& watch, std::int64_t day) {
  for (unsigned i = 0; i < 100; ++i) {
    auto call = from_number(foreign_call(seconds(day * kDay + i * 60)),
                            plus("+4915112340000", i * 101), "DE");
    call.fingerprint = 1;
    EXPECT_FALSE(watch.sees(call)) << day << " " << i;
  }
}
call_started office_call(unsigned number, std::int64_t s) {
  auto call = from_number(foreign_call(seconds(s)), plus("+447700900000", number * 1'003), "GB");
  call.fingerprint = 7;
  return call;
}

TEST(slow_rotation, three_calls_an_hour_with_burnt_numbers_show_within_days) {
  watcher watch{"slow_rotation", kOn};
  for (std::int64_t day = 0; day < 6; ++day) honest_day(watch, day);
  unsigned number = 0;
  unsigned first_found = 0;
  for (std::int64_t day = 6; day < 9; ++day) {
    for (int i = 0; i < 8; ++i) {
      const bool found =
          watch.sees(office_call(number++, day * kDay + 40'000 + i * 1'200)).has_value();
      if (found && first_found == 0) first_found = number;
    }
  }
  EXPECT_GE(first_found, 14u);
  EXPECT_LE(first_found, 18u);
}

TEST(slow_rotation, nobody_is_suspected_while_the_centre_is_new) {
  watcher watch{"slow_rotation", kOn};
  honest_day(watch, 0);
  for (unsigned i = 0; i < 40; ++i) EXPECT_FALSE(watch.sees(office_call(i, kDay + i * 600)));
}

TEST(slow_rotation, an_exchange_with_returning_callers_is_left_alone) {
  watcher watch{"slow_rotation", kOn};
  for (std::int64_t day = 0; day < 10; ++day) honest_day(watch, day);
  auto guest = from_number(foreign_call(seconds(10 * kDay)), "+4915119999999", "DE");
  guest.fingerprint = 1;
  EXPECT_FALSE(watch.sees(guest));
}

}  // namespace
}  // namespace qorgan::engine
