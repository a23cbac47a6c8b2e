#include "net/poller.h"

#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <ctime>
#include <limits>
#include <system_error>
#include <utility>

namespace qorgan::net {
namespace {

std::unexpected<std::string> failed(const char* what) {
  return std::unexpected(std::string(what) + ": " + std::generic_category().message(errno));
}

std::uint32_t events_of(interest what) {
  switch (what) {
    case interest::read: return EPOLLIN;
    case interest::write: return EPOLLOUT;
    case interest::read_write: return EPOLLIN | EPOLLOUT;
  }
  return 0;
}

int wait_for_events(int fd, std::span<epoll_event> events, std::int64_t timeout_ns) {
  constexpr std::int64_t kSecond = 1'000'000'000;
  constexpr std::int64_t kMillisecond = 1'000'000;
  const timespec span{timeout_ns / kSecond, timeout_ns % kSecond};
  const auto room = static_cast<int>(events.size());
  const int count =
      ::epoll_pwait2(fd, events.data(), room, timeout_ns < 0 ? nullptr : &span, nullptr);
  if (count >= 0 || errno != ENOSYS) return count;
  // Kernels before 5.11: whole milliseconds, rounded up so that a waiter does not spin.
  const std::int64_t ms = (timeout_ns + kMillisecond - 1) / kMillisecond;
  const auto most = static_cast<std::int64_t>(std::numeric_limits<int>::max());
  return ::epoll_wait(fd, events.data(), room,
                      timeout_ns < 0 ? -1 : static_cast<int>(std::min(ms, most)));
}

}  // namespace

std::expected<poller, std::string> poller::open() {
  const int fd = ::epoll_create1(EPOLL_CLOEXEC);
  if (fd < 0) return failed("epoll_create1");
  return poller(fd);
}

poller::poller(poller&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
poller& poller::operator=(poller&& other) noexcept {
  std::swap(fd_, other.fd_);
  return *this;
}
poller::~poller() {
  if (fd_ >= 0) ::close(fd_);
}

std::expected<void, std::string> poller::control(int operation, int fd, std::uint64_t tag,
                                                 interest what) {
  epoll_event event{};
  event.events = events_of(what);
  event.data.u64 = tag;
  if (::epoll_ctl(fd_, operation, fd, &event) != 0) return failed("epoll_ctl");
  return {};
}

std::expected<void, std::string> poller::add(int fd, std::uint64_t tag, interest what) {
  return control(EPOLL_CTL_ADD, fd, tag, what);
}
std::expected<void, std::string> poller::change(int fd, std::uint64_t tag, interest what) {
  return control(EPOLL_CTL_MOD, fd, tag, what);
}
void poller::remove(int fd) {
  ::epoll_ctl(fd_, EPOLL_CTL_DEL, fd, nullptr);
}

std::span<const ready> poller::wait(std::int64_t timeout_ns) {
  std::array<epoll_event, kBatch> events;
  const int count = std::max(0, wait_for_events(fd_, events, timeout_ns));
  for (int i = 0; i < count; ++i) {
    const auto index = static_cast<std::size_t>(i);
    const std::uint32_t happened = events[index].events;
    ready_[index] = {events[index].data.u64, (happened & ~EPOLLOUT) != 0,
                     (happened & (EPOLLOUT | EPOLLERR | EPOLLHUP)) != 0,
                     (happened & EPOLLERR) != 0};
  }
  return {ready_.data(), static_cast<std::size_t>(count)};
}

std::expected<wake_fd, std::string> wake_fd::open() {
  const int fd = ::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
  if (fd < 0) return failed("eventfd");
  return wake_fd(fd);
}

wake_fd::wake_fd(wake_fd&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
wake_fd& wake_fd::operator=(wake_fd&& other) noexcept {
  std::swap(fd_, other.fd_);
  return *this;
}
wake_fd::~wake_fd() {
  if (fd_ >= 0) ::close(fd_);
}

void wake(int event_fd) noexcept {
  if (event_fd < 0) return;
  const int saved = errno;  // a signal handler must leave it alone
  const std::uint64_t one = 1;
  // The only refusal is a counter at its top, which is awake already.
  [[maybe_unused]] const auto written = ::write(event_fd, &one, sizeof one);
  errno = saved;
}

void wake_fd::wake() const noexcept {
  net::wake(fd_);
}

bool wake_fd::drain() const noexcept {
  std::uint64_t count = 0;
  return ::read(fd_, &count, sizeof count) == sizeof count;
}

}  // namespace qorgan::net
