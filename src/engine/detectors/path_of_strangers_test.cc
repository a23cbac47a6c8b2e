#include <gtest/gtest.h>

#include "engine/testing.h"

namespace qorgan::engine {
namespace {

using namespace testing;

constexpr std::string_view kOn = "{path_of_strangers: {enabled: true}}";
constexpr std::int64_t kDay = 86'400;

call_started along(std::uint64_t fingerprint, std::string_view where, unsigned number,
                   std::int64_t s) {
  auto call = from_number(foreign_call(seconds(s)), plus("+447700900000", number * 1'003), where);
  call.fingerprint = fingerprint;
  call.carrier_country = country("DE");
  return call;
}

TEST(path_of_strangers, a_country_s_numbers_over_equipment_that_carries_none_of_its_people) {
  watcher watch{"path_of_strangers", kOn};
  for (std::int64_t day = 0; day < 5; ++day) {  // the carrier's own people, by the same equipment
    for (unsigned i = 0; i < 40; ++i) EXPECT_FALSE(watch.sees(along(7, "DE", i, day * kDay + i)));
  }
  for (unsigned i = 0; i < 3; ++i) {
    EXPECT_FALSE(watch.sees(along(7, "GB", 100 + i, 5 * kDay + i * 600))) << i;
  }
  watch.sees(along(7, "GB", 103, 5 * kDay + 3'000));
  const auto seen = watch.sees(along(7, "GB", 104, 5 * kDay + 3'050));
  ASSERT_TRUE(seen);
  EXPECT_GE(seen->observed, 4u);
  EXPECT_FALSE(watch.sees(along(7, "DE", 200, 5 * kDay + 3'100))) << "the carrier's own country";
  EXPECT_FALSE(watch.sees(along(8, "GB", 201, 5 * kDay + 3'200))) << "other equipment";
}

TEST(path_of_strangers, a_transit_route_with_returning_callers_is_left_alone) {
  watcher watch{"path_of_strangers", kOn};
  for (std::int64_t day = 0; day < 6; ++day) {
    for (unsigned i = 0; i < 10; ++i) {
      EXPECT_FALSE(watch.sees(along(7, "GB", i, day * kDay + i * 60))) << day;
    }
  }
  EXPECT_FALSE(watch.sees(along(7, "GB", 50, 6 * kDay))) << "somebody calls for the first time";
}

TEST(path_of_strangers, is_silent_while_the_carrier_is_new) {
  watcher watch{"path_of_strangers", kOn};
  for (unsigned i = 0; i < 40; ++i) EXPECT_FALSE(watch.sees(along(7, "GB", i, i * 3'600)));
}

}  // namespace
}  // namespace qorgan::engine
