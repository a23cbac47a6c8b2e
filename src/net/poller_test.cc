#include "net/poller.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <thread>

namespace qorgan::net {
namespace {

constexpr std::int64_t kMillisecond = 1'000'000;
constexpr std::int64_t kLong = 10'000 * kMillisecond;

TEST(poller, returns_after_its_time_when_nothing_happens) {
  auto waiting = poller::open();
  ASSERT_TRUE(waiting.has_value());
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_TRUE(waiting->wait(3 * kMillisecond).empty());
  EXPECT_GE(std::chrono::steady_clock::now() - begin, std::chrono::milliseconds(3));
  EXPECT_TRUE(waiting->wait(0).empty());
}

TEST(poller, is_woken_from_another_thread) {
  auto waiting = poller::open();
  auto waker = wake_fd::open();
  ASSERT_TRUE(waiting.has_value() && waker.has_value());
  ASSERT_TRUE(waiting->add(waker->fd(), 42).has_value());
  std::jthread other([&waker] { waker->wake(); });
  const auto ready = waiting->wait(kLong);
  ASSERT_EQ(ready.size(), 1u);
  EXPECT_EQ(ready[0].tag, 42u);
  EXPECT_TRUE(ready[0].readable);
  other.join();
  waker->wake();
  EXPECT_TRUE(waker->drain());  // several wakes are one
  EXPECT_FALSE(waker->drain());
  EXPECT_TRUE(waiting->wait(0).empty());
}

TEST(poller, tells_reading_from_writing) {
  int ends[2];
  ASSERT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, ends), 0);
  auto waiting = poller::open();
  ASSERT_TRUE(waiting->add(ends[0], 7, interest::read_write).has_value());
  auto ready = waiting->wait(kLong);
  ASSERT_EQ(ready.size(), 1u);
  EXPECT_TRUE(ready[0].writable);
  EXPECT_FALSE(ready[0].readable);
  ASSERT_TRUE(waiting->change(ends[0], 8, interest::read).has_value());
  EXPECT_TRUE(waiting->wait(0).empty());
  ::close(ends[1]);
  ready = waiting->wait(kLong);
  ASSERT_EQ(ready.size(), 1u);
  EXPECT_EQ(ready[0].tag, 8u);
  EXPECT_TRUE(ready[0].readable);
  waiting->remove(ends[0]);
  EXPECT_TRUE(waiting->wait(0).empty());
  ::close(ends[0]);
}

TEST(poller, refuses_what_is_no_descriptor) {
  auto waiting = poller::open();
  EXPECT_FALSE(waiting->add(-1, 1).has_value());
}

}  // namespace
}  // namespace qorgan::net
