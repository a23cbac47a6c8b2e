#include "gateway/settled_requests.h"

#include <gtest/gtest.h>

namespace qorgan::gateway {
namespace {

sip::transaction_key key_of(std::uint64_t n) {
  return {n * 0x9e3779b97f4a7c15ULL, n};
}

TEST(settled_requests, remembers_for_a_span_and_forgets_after_two) {
  settled_requests known(100, 5'000);
  known.tick(10'000);
  known.add(key_of(1));
  EXPECT_TRUE(known.contains(key_of(1)));
  EXPECT_FALSE(known.contains(key_of(2)));
  known.tick(14'999);
  known.add(key_of(2));
  known.tick(15'000);  // a new span
  known.add(key_of(3));
  EXPECT_TRUE(known.contains(key_of(1)));
  EXPECT_TRUE(known.contains(key_of(2)));
  known.tick(20'000);
  known.add(key_of(4));
  EXPECT_FALSE(known.contains(key_of(1)));
  EXPECT_FALSE(known.contains(key_of(2)));
  EXPECT_TRUE(known.contains(key_of(3)));
  EXPECT_TRUE(known.contains(key_of(4)));
  EXPECT_EQ(known.size(), 2u);
}

TEST(settled_requests, a_full_span_takes_no_more) {
  settled_requests known(50, 5'000);
  for (std::uint64_t i = 0; i < 80; ++i) known.add(key_of(i));
  EXPECT_EQ(known.size(), 50u);
  EXPECT_TRUE(known.contains(key_of(49)));
  EXPECT_FALSE(known.contains(key_of(50)));
  known.add(key_of(0));  // known already
  EXPECT_EQ(known.size(), 50u);
}

TEST(settled_requests, a_span_is_clean_when_its_turn_comes_again) {
  settled_requests known(1'000, 5'000);
  std::int64_t now_ms = 10'000;
  for (std::uint64_t round = 0; round < 7; ++round) {
    for (std::uint64_t i = 1; i <= 900; ++i) known.add(key_of(round * 1'000 + i));
    for (int i = 0; i < 50; ++i) known.tick(now_ms += 100);
    EXPECT_LE(known.size(), 1'800u);
    if (round >= 2) {
      EXPECT_FALSE(known.contains(key_of((round - 2) * 1'000 + 5)));
    }
    EXPECT_TRUE(known.contains(key_of(round * 1'000 + 5)));
  }
}

TEST(settled_requests, is_not_confused_by_many) {
  settled_requests known(10'000, 1'000);
  for (std::uint64_t i = 1; i <= 10'000; ++i) known.add(key_of(i));
  for (std::uint64_t i = 1; i <= 10'000; ++i) ASSERT_TRUE(known.contains(key_of(i))) << i;
  for (std::uint64_t i = 10'001; i <= 20'000; ++i) ASSERT_FALSE(known.contains(key_of(i))) << i;
}

}  // namespace
}  // namespace qorgan::gateway
