#include <gtest/gtest.h>

#include "engine/testing.h"

namespace qorgan::engine {
namespace {

using namespace testing;

constexpr std::string_view kOn = "{new_media: {enabled: true, after_days: 1}}";
constexpr std::int64_t kDay = 86'400;

call_started over_media(std::uint32_t host, unsigned number, std::int64_t s) {
  auto call = from_number(foreign_call(seconds(s)), plus("+447700900000", number * 1'003), "GB");
  call.media = from_v4(0xc6120000 + host, 4'000);
  return call;
}

TEST(new_media, a_stranger_over_an_address_first_seen_today) {
  watcher watch{"new_media", kOn};
  EXPECT_FALSE(watch.sees(over_media(1, 0, 0))) << "the centre itself is new";
  const auto seen = watch.sees(over_media(2, 1, 2 * kDay));
  ASSERT_TRUE(seen);
  EXPECT_EQ(seen->observed, 0u);
  EXPECT_TRUE(watch.sees(over_media(2, 2, 2 * kDay + 7'200)));
  EXPECT_FALSE(watch.sees(over_media(2, 3, 3 * kDay + 60))) << "known for a day";
}

TEST(new_media, known_numbers_and_known_addresses_are_left_alone) {
  watcher watch{"new_media", kOn};
  watch.sees(over_media(1, 0, 0));
  EXPECT_FALSE(watch.sees(over_media(1, 5, 2 * kDay))) << "a new number over a known address";
  EXPECT_FALSE(watch.sees(over_media(9, 0, 2 * kDay))) << "somebody known has moved";
  call_started without = over_media(0, 6, 2 * kDay);
  without.media = {};
  EXPECT_FALSE(watch.sees(without));
}

}  // namespace
}  // namespace qorgan::engine
