#include "base/slot_map.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

namespace qorgan {
namespace {

TEST(slot_map, finds_what_was_put_in_until_it_is_taken_out) {
  slot_map<std::string> map(2);
  const slot_handle a = map.emplace("a");
  const slot_handle b = map.emplace("b");
  EXPECT_EQ(*map.find(a), "a");
  EXPECT_EQ(*map.find(b), "b");
  EXPECT_FALSE(map.emplace("c"));
  EXPECT_TRUE(map.erase(a));
  EXPECT_FALSE(map.erase(a));
  EXPECT_EQ(map.find(a), nullptr);
  EXPECT_EQ(map.size(), 1u);
}

TEST(slot_map, an_old_handle_does_not_find_the_new_value) {
  slot_map<int> map(1);
  const slot_handle old = map.emplace(1);
  map.erase(old);
  const slot_handle fresh = map.emplace(2);
  ASSERT_EQ(old.index, fresh.index);
  EXPECT_EQ(map.find(old), nullptr);
  EXPECT_EQ(*map.find(fresh), 2);
  EXPECT_EQ(slot_handle::unpack(fresh.packed()), fresh);
  EXPECT_EQ(map.handle_at(0), fresh);
  EXPECT_EQ(map.find(slot_handle{}), nullptr);
  EXPECT_EQ(map.find(slot_handle{77, 1}), nullptr);
}

TEST(slot_map, visits_the_living_and_destroys_all) {
  const auto witness = std::make_shared<int>(0);
  {
    slot_map<std::shared_ptr<int>> map(10);
    std::vector<slot_handle> handles;
    for (int i = 0; i < 5; ++i) handles.push_back(map.emplace(witness));
    map.erase(handles[1]);
    EXPECT_EQ(witness.use_count(), 5);
    std::vector<std::uint32_t> seen;
    map.for_each([&](slot_handle handle, std::shared_ptr<int>&) {
      seen.push_back(handle.index);
      if (handle.index == 2) map.erase(handle);
    });
    EXPECT_EQ(seen, (std::vector<std::uint32_t>{0, 2, 3, 4}));
    EXPECT_EQ(map.size(), 3u);
  }
  EXPECT_EQ(witness.use_count(), 1);
}

}  // namespace
}  // namespace qorgan
