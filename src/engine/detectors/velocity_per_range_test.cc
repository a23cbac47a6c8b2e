#include <gtest/gtest.h>

#include "engine/testing.h"

namespace qorgan::engine {
namespace {

using namespace testing;

TEST(velocity_per_range, a_hundred_neighbouring_numbers_are_counted_together) {
  watcher watch{"velocity_per_range", "{velocity_per_range: {max_calls_per_10min: 4}}"};
  const auto call = [](unsigned last_two) {
    return from_number(foreign_call(seconds(last_two)), plus("+447712340000", last_two), "GB");
  };
  for (unsigned i = 10; i < 14; ++i) EXPECT_FALSE(watch.sees(call(i))) << i;
  const auto fifth = watch.sees(call(99));
  ASSERT_TRUE(fifth);
  EXPECT_EQ(fifth->observed, 5u);
  EXPECT_FALSE(watch.sees(call(100))) << "the next hundred is another range";
}

TEST(velocity_per_range, a_caller_without_a_number_has_no_range) {
  watcher watch{"velocity_per_range", "{velocity_per_range: {max_calls_per_10min: 1}}"};
  call_started call = foreign_call();
  call.caller = party{};
  for (int i = 0; i < 5; ++i) EXPECT_FALSE(watch.sees(call));
}

}  // namespace
}  // namespace qorgan::engine
