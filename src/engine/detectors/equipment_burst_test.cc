#include <gtest/gtest.h>

#include "engine/testing.h"

namespace qorgan::engine {
namespace {

using namespace testing;

constexpr std::string_view kOn = "{equipment_burst: {enabled: true, max_calls_per_10min: 5}}";

call_started over(std::uint64_t fingerprint, unsigned number, std::int64_t s) {
  auto call = from_number(foreign_call(seconds(s)), plus("+447700900000", number * 1'003), "GB");
  call.fingerprint = fingerprint;
  call.carrier_country = country("DE");
  return call;
}

TEST(equipment_burst, strangers_in_a_row_over_one_equipment) {
  watcher watch{"equipment_burst", kOn};
  for (unsigned i = 0; i < 30; ++i) {  // the carrier's own traffic
    auto call = from_number(over(1, 0, i), plus("+4915110000000", i * 101), "DE");
    EXPECT_FALSE(watch.sees(call));
  }
  for (unsigned i = 0; i < 5; ++i) EXPECT_FALSE(watch.sees(over(7, i, 60 + i))) << i;
  const auto seen = watch.sees(over(7, 6, 70));
  ASSERT_TRUE(seen);
  EXPECT_EQ(seen->observed, 6u);
  EXPECT_FALSE(watch.sees(over(8, 99, 71))) << "other equipment";
  EXPECT_FALSE(watch.sees(over(7, 7, 1'300))) << "ten minutes later";
}

TEST(equipment_burst, the_carrier_s_own_border_equipment_is_left_alone) {
  watcher watch{"equipment_burst", kOn};
  for (unsigned i = 0; i < 60; ++i) EXPECT_FALSE(watch.sees(over(1, i, i))) << i;
}

}  // namespace
}  // namespace qorgan::engine
