#include <gtest/gtest.h>

#include "engine/testing.h"

namespace qorgan::engine {
namespace {

using namespace testing;

constexpr std::string_view kOn = "{hung_up_on: {enabled: true}}";

call_started office_call(unsigned number, std::int64_t s) {
  auto call = from_number(foreign_call(seconds(s)), plus("+447700900000", number * 10'103), "GB");
  call.media = from_v4(0xc6120007, 4'000);
  return call;
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

TEST(hung_up_on, when_most_talks_over_one_media_address_are_over_at_once) {
  watcher watch{"hung_up_on", kOn};
  for (unsigned i = 0; i < 3; ++i) {
    EXPECT_FALSE(seen_and_talked(watch, office_call(i, i * 100), 8)) << i;
  }
  const auto seen = watch.sees(office_call(9, 400));
  ASSERT_TRUE(seen);
  EXPECT_EQ(seen->observed, 3u);
}

TEST(hung_up_on, one_wrong_number_in_four_is_life) {
  watcher watch{"hung_up_on", kOn};
  for (unsigned i = 0; i < 40; ++i) {
    EXPECT_FALSE(seen_and_talked(watch, office_call(i, i * 100), i % 4 == 3 ? 8 : 120)) << i;
  }
}

TEST(hung_up_on, a_courier_who_is_known_is_left_alone) {
  watcher watch{"hung_up_on", kOn};
  for (unsigned i = 0; i < 40; ++i) {
    const auto call = to_number(office_call(0, i * 7'200), plus("+77011000000", i));
    const bool found = seen_and_talked(watch, call, 8).has_value();
    if (i >= 13) EXPECT_FALSE(found) << "known for a day: " << i;
  }
}

}  // namespace
}  // namespace qorgan::engine
