#include <gtest/gtest.h>

#include "engine/testing.h"

namespace qorgan::engine {
namespace {

using namespace testing;

constexpr std::string_view kOn = "{wangiri: {enabled: true}}";

/// Rings for `rings_s` seconds and is given up by the caller, or answered.
void course(watcher& watch, const call_started& call, int rings_s, bool answered) {
  engine& screen = watch.under_test();
  screen.apply(call_ringing{call.key, call.at + std::chrono::seconds{1}});
  const timestamp end = call.at + std::chrono::seconds{1 + rings_s};
  if (answered) screen.apply(call_answered{call.key, end});
  screen.apply(call_ended{call.key, end + std::chrono::seconds{answered ? 60 : 0},
                          static_cast<std::uint16_t>(answered ? 200 : 487), ended_by::caller});
}
call_started call_to(unsigned callee, std::int64_t s) {
  return to_number(foreign_call(seconds(s)), plus("+77011000000", callee));
}

TEST(wangiri, rings_under_three_seconds_again_and_again) {
  watcher watch{"wangiri", kOn};
  for (unsigned i = 0; i < 6; ++i) {
    const auto call = call_to(i, i * 100);
    EXPECT_FALSE(watch.sees(call)) << i;
    course(watch, call, 2, false);
  }
  const auto seen = watch.sees(call_to(7, 700));
  ASSERT_TRUE(seen);
  EXPECT_EQ(seen->observed, 6u);
  EXPECT_TRUE(watch.sees(from_number(call_to(8, 800), "+442079460077", "GB"))) << "a neighbour";
  EXPECT_FALSE(watch.sees(from_number(call_to(9, 900), "+4915112345678", "DE")));
}

TEST(wangiri, impatient_people_and_those_who_are_answered_are_left_alone) {
  watcher watch{"wangiri", kOn};
  for (unsigned i = 0; i < 40; ++i) {
    const auto call = call_to(i, i * 100);
    EXPECT_FALSE(watch.sees(call)) << i;
    course(watch, call, i % 2 == 0 ? 2 : 8, i % 4 == 1);
  }
}

}  // namespace
}  // namespace qorgan::engine
