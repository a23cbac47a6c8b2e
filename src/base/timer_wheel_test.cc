#include "base/timer_wheel.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <random>
#include <utility>
#include <vector>

namespace qorgan {
namespace {

std::vector<std::uint64_t> fired_by(timer_wheel& wheel, std::int64_t now) {
  std::vector<std::uint64_t> fired;
  wheel.advance(now, [&fired](std::uint64_t value) { fired.push_back(value); });
  return fired;
}

using values = std::vector<std::uint64_t>;

TEST(timer_wheel, fires_at_its_millisecond_and_once) {
  for (const std::int64_t after : {1, 255, 256, 257, 65'535, 65'536, 16'777'215, 16'777'216}) {
    timer_wheel wheel(4, 1'000'003);
    wheel.add(1'000'003 + after, 7);
    EXPECT_EQ(fired_by(wheel, 1'000'003 + after - 1), values{}) << after;
    EXPECT_EQ(fired_by(wheel, 1'000'003 + after), values{7}) << after;
    EXPECT_EQ(fired_by(wheel, 1'000'003 + 3 * after), values{}) << after;
  }
}

TEST(timer_wheel, waits_for_deadlines_beyond_its_span) {
  timer_wheel wheel(4, 5);
  const std::int64_t far = (std::int64_t{1} << 34) + 77;
  wheel.add(far, 9);
  EXPECT_EQ(fired_by(wheel, far - 1), values{});
  EXPECT_EQ(fired_by(wheel, far), values{9});
}

TEST(timer_wheel, what_is_overdue_fires_with_the_next_tick) {
  timer_wheel wheel(4, 100);
  wheel.add(0, 1);
  wheel.add(100, 2);
  EXPECT_EQ(fired_by(wheel, 100), values{});
  EXPECT_EQ(fired_by(wheel, 101).size(), 2u);
}

TEST(timer_wheel, an_old_handle_does_not_reach_the_new_owner) {
  timer_wheel wheel(1);
  const timer_handle first = wheel.add(10, 1);
  EXPECT_FALSE(wheel.add(10, 2));  // full
  EXPECT_TRUE(wheel.cancel(first));
  EXPECT_FALSE(wheel.cancel(first));
  const timer_handle second = wheel.add(20, 2);
  ASSERT_EQ(first.index, second.index);
  EXPECT_FALSE(wheel.armed(first));
  EXPECT_FALSE(wheel.cancel(first));
  EXPECT_EQ(fired_by(wheel, 30), values{2});
  EXPECT_FALSE(wheel.cancel(second));
  EXPECT_FALSE(wheel.cancel(timer_handle{}));
}

TEST(timer_wheel, firing_may_add_and_cancel) {
  timer_wheel wheel(8);
  const timer_handle victim = wheel.add(11, 99);
  wheel.add(10, 1);
  values fired;
  wheel.advance(300, [&](std::uint64_t value) {
    fired.push_back(value);
    if (value == 1) {
      wheel.cancel(victim);
      wheel.add(10, 2);   // overdue: the next tick
      wheel.add(299, 3);  // still within this call
      wheel.add(301, 4);  // not within it
    }
  });
  EXPECT_EQ(fired, (values{1, 2, 3}));
  EXPECT_EQ(fired_by(wheel, 301), values{4});
}

TEST(timer_wheel, tells_how_long_to_sleep) {
  timer_wheel wheel(4, 1'000);
  EXPECT_EQ(wheel.next_event(), timer_wheel::kNever);
  wheel.add(1'100, 1);
  EXPECT_EQ(wheel.next_event(), 1'100);
  const timer_handle near = wheel.add(1'020, 2);
  EXPECT_EQ(wheel.next_event(), 1'020);
  wheel.cancel(near);
  EXPECT_EQ(wheel.next_event(), 1'100);
}

/// The same calls against a sorted map.
class reference {
 public:
  void add(std::int64_t deadline, std::uint64_t value) {
    by_deadline_.emplace(std::max(deadline, now_ + 1), value);
  }
  bool cancel(std::uint64_t value) {
    const auto found =
        std::ranges::find(by_deadline_, value, &decltype(by_deadline_)::value_type::second);
    if (found == by_deadline_.end()) return false;
    by_deadline_.erase(found);
    return true;
  }
  std::vector<std::pair<std::int64_t, std::uint64_t>> advance(std::int64_t now) {
    now_ = now;
    const auto end = by_deadline_.upper_bound(now);
    std::vector<std::pair<std::int64_t, std::uint64_t>> due(by_deadline_.begin(), end);
    by_deadline_.erase(by_deadline_.begin(), end);
    return due;
  }
  std::int64_t earliest() const { return by_deadline_.begin()->first; }
  std::size_t size() const { return by_deadline_.size(); }

 private:
  std::multimap<std::int64_t, std::uint64_t> by_deadline_;
  std::int64_t now_ = 0;
};

std::int64_t random_span(std::mt19937_64& random) {
  const int bits = static_cast<int>(random() % 36);
  return static_cast<std::int64_t>(random() % (std::uint64_t{1} << bits));
}

void compare_with_reference(std::uint64_t seed) {
  std::mt19937_64 random(seed);
  timer_wheel wheel(200);
  reference sorted;
  std::vector<std::pair<timer_handle, std::uint64_t>> handles;
  std::map<std::uint64_t, std::int64_t> deadline_of;
  std::int64_t now = 0;
  for (std::uint64_t step = 1; step < 3'000; ++step) {
    const auto choice = random() % 4;
    if (choice < 2) {
      const std::int64_t deadline = now + random_span(random);
      const timer_handle handle = wheel.add(deadline, step);
      ASSERT_EQ(static_cast<bool>(handle), sorted.size() < 200);
      if (!handle) continue;
      sorted.add(deadline, step);
      deadline_of[step] = std::max(deadline, now + 1);
      handles.emplace_back(handle, step);
    } else if (choice == 2 && !handles.empty()) {
      const auto& [handle, value] = handles[random() % handles.size()];
      ASSERT_EQ(wheel.cancel(handle), sorted.cancel(value));
    } else {
      now += random_span(random) / 16;
      auto expected = sorted.advance(now);
      std::vector<std::pair<std::int64_t, std::uint64_t>> fired;
      wheel.advance(now, [&](std::uint64_t v) { fired.emplace_back(deadline_of[v], v); });
      ASSERT_TRUE(std::ranges::is_sorted(fired, {}, [](const auto& f) { return f.first; }));
      std::ranges::sort(fired);
      std::ranges::sort(expected);
      ASSERT_EQ(fired, expected);
    }
    ASSERT_EQ(wheel.size(), sorted.size());
    if (sorted.size() > 0) ASSERT_LE(wheel.next_event(), sorted.earliest());
    if (sorted.size() > 0) ASSERT_GT(wheel.next_event(), now);
  }
}

TEST(timer_wheel, agrees_with_a_sorted_map) {
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    SCOPED_TRACE(seed);
    compare_with_reference(seed);
    if (HasFatalFailure()) return;
  }
}

}  // namespace
}  // namespace qorgan
