#include <gtest/gtest.h>

#include "engine/testing.h"

namespace qorgan::engine {
namespace {

using namespace testing;

constexpr std::string_view kOn = "{block_of_newcomers: {enabled: true, after_days: 1}}";
constexpr std::int64_t kLater = 2 * 86'400;

call_started neighbour(unsigned last, std::int64_t s) {
  return from_number(foreign_call(seconds(s)), plus("+447700900100", last), "GB");
}
std::optional<evidence> seen_and_talked(watcher& watch, const call_started& call, int talk_s) {
  const auto seen = watch.sees(call);
  engine& screen = watch.under_test();
  const timestamp answered = call.at + std::chrono::seconds{5};
  screen.apply(call_answered{call.key, answered});
  screen.apply(
      call_ended{call.key, answered + std::chrono::seconds{talk_s}, 200, ended_by::callee});
  return seen;
}

TEST(block_of_newcomers, five_new_numbers_of_a_hundred_and_nobody_listens) {
  watcher watch{"block_of_newcomers", kOn};
  watch.sees(neighbour(500, 0));
  for (unsigned i = 0; i < 5; ++i) {
    EXPECT_FALSE(seen_and_talked(watch, neighbour(i, kLater + i * 100), i < 2 ? 8 : 60)) << i;
  }
  const auto seen = watch.sees(neighbour(42, kLater + 600));
  ASSERT_TRUE(seen);
  EXPECT_EQ(seen->observed, 5u);
  EXPECT_FALSE(watch.sees(neighbour(150, kLater + 700))) << "the next hundred";
  EXPECT_FALSE(watch.sees(neighbour(43, kLater + 15 * 86'400))) << "two weeks later";
}

TEST(block_of_newcomers, one_number_that_calls_often_is_one) {
  watcher watch{"block_of_newcomers", kOn};
  watch.sees(neighbour(500, 0));
  for (unsigned i = 0; i < 20; ++i) {
    EXPECT_FALSE(seen_and_talked(watch, neighbour(7, kLater + i * 100), 8)) << i;
  }
}

TEST(block_of_newcomers, a_company_that_opens_is_talked_to) {
  watcher watch{"block_of_newcomers", kOn};
  watch.sees(neighbour(500, 0));
  for (unsigned i = 0; i < 40; ++i) {
    const int talk_s = i % 8 == 7 ? 8 : 120;
    EXPECT_FALSE(seen_and_talked(watch, neighbour(i, kLater + i * 100), talk_s)) << i;
  }
}

TEST(block_of_newcomers, is_silent_while_the_carrier_is_new) {
  watcher watch{"block_of_newcomers", kOn};
  for (unsigned i = 0; i < 40; ++i) {
    EXPECT_FALSE(seen_and_talked(watch, neighbour(i, i * 100), 8)) << i;
  }
}

}  // namespace
}  // namespace qorgan::engine
