#include "base/spsc_ring.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <thread>

namespace qorgan {
namespace {

TEST(spsc_ring, is_a_bounded_queue) {
  spsc_ring<int> ring(3);  // rounded up
  EXPECT_EQ(ring.capacity(), 4u);
  for (int i = 0; i < 4; ++i) EXPECT_TRUE(ring.push(i));
  EXPECT_FALSE(ring.push(4));
  int value = -1;
  EXPECT_TRUE(ring.pop(value));
  EXPECT_EQ(value, 0);
  EXPECT_TRUE(ring.push(5));
  for (const int expected : {1, 2, 3, 5}) {
    ASSERT_TRUE(ring.pop(value));
    EXPECT_EQ(value, expected);
  }
  EXPECT_FALSE(ring.pop(value));
  EXPECT_EQ(ring.size(), 0u);
}

TEST(spsc_ring, what_is_reserved_is_not_seen_before_commit) {
  spsc_ring<int> ring(2);
  *ring.reserve() = 42;
  EXPECT_EQ(ring.front(), nullptr);
  ring.commit();
  ASSERT_NE(ring.front(), nullptr);
  EXPECT_EQ(*ring.front(), 42);
}

TEST(spsc_ring, hands_everything_over_in_order_between_threads) {
  constexpr std::uint64_t kCount = 300'000;
  spsc_ring<std::uint64_t> ring(64);
  std::jthread writer([&ring] {
    for (std::uint64_t i = 0; i < kCount;) {
      if (ring.push(i)) {
        ++i;
      } else {
        std::this_thread::yield();
      }
    }
  });
  for (std::uint64_t expected = 0; expected < kCount;) {
    std::uint64_t value = 0;
    if (!ring.pop(value)) {
      std::this_thread::yield();
      continue;
    }
    ASSERT_EQ(value, expected);
    ++expected;
  }
}

}  // namespace
}  // namespace qorgan
