#include "app/carried_calls.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "app/config.h"
#include "base/testing/temporary_folder.h"

namespace qorgan::app {
namespace {

constexpr timestamp kNow = from_us(1'700'000'000'000'000);

class carried : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(write_carried(file, {42, kNow, std::string("calls\0and more", 14)}).has_value());
  }
  temporary_folder folder;
  const std::string file = folder.file("calls.carried");
};

TEST_F(carried, is_used_once) {
  const auto first = take_carried(file, 42, kNow + std::chrono::seconds{3});
  ASSERT_TRUE(first.has_value()) << first.error();
  EXPECT_EQ(first->calls, std::string("calls\0and more", 14));
  const auto second = take_carried(file, 42, kNow);
  ASSERT_TRUE(second.has_value());
  EXPECT_EQ(second->calls, "");
}

TEST_F(carried, is_readable_by_its_owner_alone) {
  using std::filesystem::perms;
  EXPECT_EQ(std::filesystem::status(file).permissions(), perms::owner_read | perms::owner_write);
  EXPECT_FALSE(std::filesystem::exists(file + ".new"));
}

TEST_F(carried, any_damage_is_noticed_and_the_file_kept_aside) {
  const std::string whole = *read_file(file);
  for (std::size_t i = 0; i <= whole.size(); ++i) {
    std::string bad = whole;
    if (i < whole.size()) {
      bad[i] = static_cast<char>(bad[i] ^ 1);
    } else {
      bad.pop_back();
    }
    std::ofstream(file, std::ios::binary) << bad;
    const auto taken = take_carried(file, 42, kNow);
    ASSERT_FALSE(taken.has_value()) << i;
    EXPECT_NE(taken.error().find(".broken"), std::string::npos) << taken.error();
    EXPECT_FALSE(std::filesystem::exists(file));
    EXPECT_EQ(*read_file(file + ".broken"), bad);
  }
}

TEST_F(carried, fits_only_the_journal_it_was_written_with) {
  const auto taken = take_carried(file, 43, kNow);
  ASSERT_FALSE(taken.has_value());
  EXPECT_NE(taken.error().find("gone on"), std::string::npos);
  EXPECT_FALSE(std::filesystem::exists(file));
}

TEST_F(carried, is_too_old_after_two_minutes) {
  EXPECT_FALSE(take_carried(file, 42, kNow + std::chrono::milliseconds{kMostAway_ms + 1'000}));
}

TEST_F(carried, what_cannot_be_written_is_said) {
  const auto written = write_carried(folder.file("missing/calls.carried"), {1, kNow, "x"});
  ASSERT_FALSE(written.has_value());
  EXPECT_NE(written.error().find("missing"), std::string::npos);
}

}  // namespace
}  // namespace qorgan::app
