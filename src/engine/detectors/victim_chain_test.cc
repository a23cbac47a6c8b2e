#include <gtest/gtest.h>

#include "engine/testing.h"

namespace qorgan::engine {
namespace {

using namespace testing;

constexpr std::string_view kOn = "{victim_chain: {enabled: true}}";

void talk(watcher& watch, const call_started& call, int talk_s) {
  engine& screen = watch.under_test();
  watch.sees(call);
  screen.apply(call_answered{call.key, call.at + std::chrono::seconds{5}});
  screen.apply(
      call_ended{call.key, call.at + std::chrono::seconds{5 + talk_s}, 200, ended_by::caller});
}
call_started closer(std::int64_t s) {
  return from_number(foreign_call(seconds(s)), "+4915112345678", "DE");
}

TEST(victim_chain, a_second_stranger_after_a_long_talk) {
  watcher watch{"victim_chain", kOn};
  talk(watch, foreign_call(seconds(0)), 200);
  const auto seen = watch.sees(closer(205 + 1'200));
  ASSERT_TRUE(seen);
  EXPECT_EQ(seen->observed, 20u);
  EXPECT_EQ(seen->threshold, 360u);
  EXPECT_FALSE(watch.sees(closer(205 + 6 * 3'600 + 60))) << "too late";
}

TEST(victim_chain, short_talks_known_numbers_and_the_same_caller_are_none) {
  watcher watch{"victim_chain", kOn};
  talk(watch, foreign_call(seconds(0)), 30);
  EXPECT_FALSE(watch.sees(closer(600))) << "the first hung up soon";
  talk(watch, foreign_call(seconds(1'000)), 300);
  EXPECT_FALSE(watch.sees(foreign_call(seconds(2'000)))) << "the same number again";
  EXPECT_FALSE(watch.sees(to_number(closer(2'100), "+77010000002"))) << "somebody else";
  watch.sees(closer(3'000));
  talk(watch, foreign_call(seconds(2 * 86'400)), 300);
  EXPECT_FALSE(watch.sees(closer(2 * 86'400 + 900))) << "both are known by now";
}

}  // namespace
}  // namespace qorgan::engine
