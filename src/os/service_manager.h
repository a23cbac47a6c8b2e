#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace qorgan::os {

/// Tells the service manager how the process fares: one datagram of VARIABLE=value lines to the
/// socket $NOTIFY_SOCKET names (sd_notify(3)). Started by hand there is no such socket, and nothing
/// is sent. For one thread.
class service_manager {
 public:
  /// From the environment: $NOTIFY_SOCKET (a path, or '@' and an abstract name), and
  /// $WATCHDOG_USEC where $WATCHDOG_PID is this process or missing.
  static service_manager from_environment();

  /// `socket`: empty for none. `watchdog_us`: within how long a sign of life is expected; 0: none.
  explicit service_manager(std::string_view socket, std::int64_t watchdog_us = 0);
  service_manager(service_manager&& other) noexcept;
  service_manager& operator=(service_manager&&) = delete;
  ~service_manager();

  bool listening() const { return fd_ >= 0; }
  std::int64_t watchdog_us() const { return watchdog_us_; }

  /// "READY=1\nSTATUS=takes calls". Never waits; a manager that does not read misses it.
  /// False: it was not sent.
  bool tell(std::string_view state) const noexcept;

 private:
  int fd_ = -1;
  std::int64_t watchdog_us_ = 0;
};

}  // namespace qorgan::os
