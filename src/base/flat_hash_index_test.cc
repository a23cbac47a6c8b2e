#include "base/flat_hash_index.h"

#include <gtest/gtest.h>

#include <map>
#include <random>
#include <set>
#include <utility>

namespace qorgan {
namespace {

TEST(flat_hash_index, tells_values_of_one_key_apart) {
  flat_hash_index index(4);
  EXPECT_TRUE(index.insert(7, 1));
  EXPECT_TRUE(index.insert(7, 2));
  EXPECT_EQ(index.find(7, [](std::uint32_t v) { return v == 2; }), 2u);
  EXPECT_EQ(index.find(8), flat_hash_index::kNone);
  EXPECT_TRUE(index.erase(7, 1));
  EXPECT_FALSE(index.erase(7, 1));
  EXPECT_EQ(index.find(7), 2u);
}

TEST(flat_hash_index, refuses_when_full) {
  flat_hash_index index(3);
  for (std::uint32_t i = 0; i < 3; ++i) EXPECT_TRUE(index.insert(i, i));
  EXPECT_FALSE(index.insert(9, 9));
  EXPECT_TRUE(index.erase(0, 0));
  EXPECT_TRUE(index.insert(9, 9));
  EXPECT_EQ(index.size(), 3u);
}

// Few distinct keys make long runs, which is where removal can go wrong.
TEST(flat_hash_index, agrees_with_an_ordered_map_through_many_removals) {
  std::mt19937_64 random(1);
  flat_hash_index index(60);
  std::set<std::pair<std::uint64_t, std::uint32_t>> expected;
  for (int step = 0; step < 200'000; ++step) {
    const std::uint64_t key = random() % 40;
    const auto value = static_cast<std::uint32_t>(random() % 4);
    const bool there = expected.contains({key, value});
    ASSERT_EQ(index.find(key, [value](std::uint32_t v) { return v == value; }) == value, there);
    if (random() % 2 == 0) {
      ASSERT_EQ(index.erase(key, value), there);
      expected.erase({key, value});
    } else if (!there) {
      ASSERT_EQ(index.insert(key, value), expected.size() < 60);
      if (expected.size() < 60) expected.insert({key, value});
    }
    ASSERT_EQ(index.size(), expected.size());
  }
}

}  // namespace
}  // namespace qorgan
