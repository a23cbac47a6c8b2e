#include "console/login_limiter.h"

#include <gtest/gtest.h>

namespace qorgan::console {
namespace {

constexpr std::int64_t kSecond = 1'000'000'000;

TEST(login_limiter, holds_back_after_five_guesses_and_says_for_how_long) {
  login_limiter limiter;
  for (int i = 0; i < 5; ++i) EXPECT_EQ(limiter.take("192.0.2.1", "operator", 0), 0u);
  EXPECT_EQ(limiter.take("192.0.2.1", "operator", 0), 12u);
  EXPECT_EQ(limiter.take("192.0.2.1", "operator", 11 * kSecond), 1u);
  EXPECT_EQ(limiter.take("192.0.2.1", "operator", 12 * kSecond), 0u);
  EXPECT_GT(limiter.take("192.0.2.1", "operator", 12 * kSecond), 0u);
}

TEST(login_limiter, nobody_can_lock_another_source_out) {
  login_limiter limiter;
  for (int i = 0; i < 9; ++i) limiter.take("192.0.2.1", "operator", 0);
  EXPECT_EQ(limiter.take("192.0.2.2", "operator", 0), 0u);
}

TEST(login_limiter, many_names_from_one_source_are_held_back_too) {
  login_limiter limiter;
  int allowed = 0;
  for (int i = 0; i < 100; ++i) {
    if (limiter.take("192.0.2.1", "name-" + std::to_string(i), 0) == 0) ++allowed;
  }
  EXPECT_EQ(allowed, 20);
}

TEST(login_limiter, a_right_password_is_not_a_guess) {
  login_limiter limiter;
  for (int i = 0; i < 50; ++i) {
    EXPECT_EQ(limiter.take("192.0.2.1", "operator", 0), 0u) << i;
    limiter.give_back("192.0.2.1", "operator");
  }
}

TEST(login_limiter, memory_is_bounded_and_old_entries_make_room) {
  login_limiter limiter{{.entries = 64}};
  for (int i = 0; i < 1'000; ++i) {
    limiter.take("198.51.100." + std::to_string(i), "x", i * 100 * kSecond);
  }
  for (int i = 0; i < 5; ++i) limiter.take("192.0.2.1", "operator", 200'000 * kSecond);
  EXPECT_GT(limiter.take("192.0.2.1", "operator", 200'000 * kSecond), 0u);
}

}  // namespace
}  // namespace qorgan::console
