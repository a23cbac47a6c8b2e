#include <gtest/gtest.h>

#include "engine/testing.h"

namespace qorgan::engine {
namespace {

using namespace testing;

constexpr std::string_view kOn = "{neighbours_hung_up_on: {enabled: true}}";

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

TEST(neighbours_hung_up_on, the_next_number_of_a_block_nobody_listens_to) {
  watcher watch{"neighbours_hung_up_on", kOn};
  for (unsigned i = 0; i < 5; ++i) {
    const auto seen = seen_and_talked(watch, neighbour(i, i * 100), i % 2 == 0 ? 8 : 60);
    EXPECT_FALSE(seen) << i;
  }
  const auto seen = watch.sees(neighbour(42, 600));
  ASSERT_TRUE(seen);
  EXPECT_EQ(seen->observed, 3u);
  EXPECT_FALSE(watch.sees(neighbour(150, 700))) << "the next hundred";
}

TEST(neighbours_hung_up_on, a_new_courier_s_own_calls_are_no_neighbours) {
  watcher watch{"neighbours_hung_up_on", kOn};
  for (unsigned i = 0; i < 20; ++i) {
    EXPECT_FALSE(seen_and_talked(watch, neighbour(7, i * 100), 8)) << i;
  }
}

TEST(neighbours_hung_up_on, a_company_people_talk_to_is_left_alone) {
  watcher watch{"neighbours_hung_up_on", kOn};
  for (unsigned i = 0; i < 40; ++i) {
    EXPECT_FALSE(seen_and_talked(watch, neighbour(i % 8, i * 100), i % 4 == 3 ? 8 : 120)) << i;
  }
}

}  // namespace
}  // namespace qorgan::engine
