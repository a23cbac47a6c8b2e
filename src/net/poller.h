#pragma once

#include <array>
#include <cstdint>
#include <expected>
#include <span>
#include <string>

namespace qorgan::net {

/// What a descriptor is waited for.
enum class interest : std::uint8_t { read, write, read_write };

struct ready {
  std::uint64_t tag = 0;  ///< as given to `add`
  bool readable = false;  ///< or closed by the other end: reading tells
  bool writable = false;
  bool in_trouble = false;  ///< an error is reported; of a datagram socket: see udp_errors.h
};

/// Waits until one of a few descriptors has something to do (epoll, level-triggered: what is not
/// read is reported again). Owns none of them. Not thread-safe.
class poller {
 public:
  static std::expected<poller, std::string> open();
  poller(poller&& other) noexcept;
  poller& operator=(poller&& other) noexcept;
  ~poller();

  /// Readable when one of its descriptors has something to do: a poller may watch another one.
  int fd() const { return fd_; }

  /// The error is one line with the reason.
  std::expected<void, std::string> add(int fd, std::uint64_t tag, interest what = interest::read);
  std::expected<void, std::string> change(int fd, std::uint64_t tag, interest what);
  void remove(int fd);

  /// Waits at most `timeout_ns` (0: only looks, negative: for ever). Valid until the next call;
  /// empty after the time or a signal.
  std::span<const ready> wait(std::int64_t timeout_ns);

 private:
  explicit poller(int fd) : fd_(fd) {}
  std::expected<void, std::string> control(int operation, int fd, std::uint64_t tag, interest what);

  static constexpr int kBatch = 64;
  int fd_ = -1;
  std::array<ready, kBatch> ready_{};
};

/// Adds one to an eventfd; never blocks. -1: nothing happens.
void wake(int event_fd) noexcept;

/// Wakes a poller from another thread or a signal handler (eventfd). Wakes before a `drain` count
/// as one.
class wake_fd {
 public:
  static std::expected<wake_fd, std::string> open();
  wake_fd(wake_fd&& other) noexcept;
  wake_fd& operator=(wake_fd&& other) noexcept;
  ~wake_fd();

  int fd() const { return fd_; }
  void wake() const noexcept;
  /// Whether somebody woke since the last time.
  bool drain() const noexcept;

 private:
  explicit wake_fd(int fd) : fd_(fd) {}
  int fd_ = -1;
};

}  // namespace qorgan::net
