#include <gtest/gtest.h>

#include "engine/testing.h"

namespace qorgan::engine {
namespace {

using namespace testing;

constexpr std::string_view kThree = "{velocity_per_caller: {max_calls_per_10min: 3}}";

TEST(velocity_per_caller, the_call_after_the_threshold_is_the_first_found) {
  watcher watch{"velocity_per_caller", kThree};
  for (int i = 1; i <= 3; ++i) EXPECT_FALSE(watch.sees(foreign_call(seconds(i)))) << i;
  const auto fourth = watch.sees(foreign_call(seconds(4)));
  ASSERT_TRUE(fourth);
  EXPECT_EQ(fourth->observed, 4u);
  EXPECT_EQ(fourth->threshold, 3u);
}

TEST(velocity_per_caller, a_burst_over_the_edge_of_minutes_is_counted_whole) {
  watcher watch{"velocity_per_caller", kThree};
  for (int i = 0; i < 3; ++i) EXPECT_FALSE(watch.sees(foreign_call(seconds(57 + 2 * i))));
  EXPECT_TRUE(watch.sees(foreign_call(seconds(63))));
}

TEST(velocity_per_caller, what_is_ten_minutes_old_is_forgotten) {
  watcher watch{"velocity_per_caller", kThree};
  for (int i = 0; i < 3; ++i) EXPECT_FALSE(watch.sees(foreign_call(seconds(i))));
  EXPECT_FALSE(watch.sees(foreign_call(seconds(600 + 60))));
}

TEST(velocity_per_caller, other_callers_and_domestic_trunks_do_not_count) {
  watcher watch{"velocity_per_caller", kThree};
  for (int i = 0; i < 3; ++i) watch.sees(foreign_call(seconds(i)));
  EXPECT_FALSE(watch.sees(from_number(foreign_call(seconds(5)), "+442079460002", "GB")));
  call_started domestic = foreign_call(seconds(6));
  domestic.kind = trunk_kind::domestic;
  EXPECT_FALSE(watch.sees(domestic));
}

TEST(velocity_per_caller, a_caller_whose_name_is_no_number_is_counted_too) {
  watcher watch{"velocity_per_caller", kThree};
  call_started call = foreign_call();
  call.caller = party{};
  call.caller.signalled = std::string_view("gateway-7");
  for (int i = 0; i < 3; ++i) EXPECT_FALSE(watch.sees(call));
  EXPECT_TRUE(watch.sees(call));
}

TEST(velocity_per_caller, callers_without_identity_are_not_taken_for_one) {
  watcher watch{"velocity_per_caller", kThree};
  call_started call = foreign_call();
  call.caller = party{};
  for (int i = 0; i < 10; ++i) EXPECT_FALSE(watch.sees(call));
}

}  // namespace
}  // namespace qorgan::engine
