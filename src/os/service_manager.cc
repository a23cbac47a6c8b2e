#include "os/service_manager.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <charconv>
#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <utility>

namespace qorgan::os {
namespace {

std::string_view environment(const char* name) {
  const char* const value = std::getenv(name);
  return value == nullptr ? std::string_view{} : value;
}

/// 0 for anything that is not a positive number.
std::int64_t number(std::string_view text) {
  std::int64_t out = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  return error == std::errc{} && end == text.data() + text.size() && out > 0 ? out : 0;
}

}  // namespace

service_manager service_manager::from_environment() {
  const std::string_view pid = environment("WATCHDOG_PID");
  const bool for_us = pid.empty() || number(pid) == ::getpid();
  return service_manager(environment("NOTIFY_SOCKET"),
                         for_us ? number(environment("WATCHDOG_USEC")) : 0);
}

service_manager::service_manager(std::string_view socket, std::int64_t watchdog_us) {
  sockaddr_un name{};
  name.sun_family = AF_UNIX;
  if (socket.size() < 2 || socket.size() >= sizeof name.sun_path) return;
  if (socket.front() != '/' && socket.front() != '@') return;
  std::memcpy(name.sun_path, socket.data(), socket.size());
  if (socket.front() == '@') name.sun_path[0] = '\0';
  fd_ = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (fd_ < 0) return;
  const auto length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + socket.size());
  if (::connect(fd_, reinterpret_cast<const sockaddr*>(&name), length) != 0) {
    ::close(std::exchange(fd_, -1));
    return;
  }
  watchdog_us_ = watchdog_us;
}

service_manager::service_manager(service_manager&& other) noexcept
    : fd_{std::exchange(other.fd_, -1)}, watchdog_us_{std::exchange(other.watchdog_us_, 0)} {}

service_manager::~service_manager() {
  if (fd_ >= 0) ::close(fd_);
}

bool service_manager::tell(std::string_view state) const noexcept {
  return fd_ >= 0 && ::send(fd_, state.data(), state.size(), MSG_NOSIGNAL) ==
                         static_cast<ssize_t>(state.size());
}

}  // namespace qorgan::os
