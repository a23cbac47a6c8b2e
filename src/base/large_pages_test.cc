#include "base/large_pages.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <vector>

namespace qorgan {
namespace {

TEST(large_pages, serves_vectors_small_and_large) {
  std::vector<std::uint64_t, large_pages<std::uint64_t>> small(3, 7);
  small.resize(1'000'000, 9);
  EXPECT_EQ(small[2], 7u);
  EXPECT_EQ(small[999'999], 9u);
  EXPECT_EQ(reinterpret_cast<std::uintptr_t>(small.data()) % (2u << 20), 0u);
}

TEST(large_pages, an_array_is_left_to_its_owner) {
  raw_array<int> values(700'000);
  for (std::size_t i = 0; i < 700'000; i += 1'000) values[i] = static_cast<int>(i);
  EXPECT_EQ(values[699'000], 699'000);
  raw_array<int> nothing(0);
}

}  // namespace
}  // namespace qorgan
