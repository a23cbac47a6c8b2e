#include "os/service_manager.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstddef>
#include <cstdlib>
#include <cstring>
#include <string>

namespace qorgan::os {
namespace {

/// The service manager's end: a real datagram socket.
class manager_end {
 public:
  explicit manager_end(std::string name) : name_{std::move(name)} {
    fd_ = ::socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0);
    sockaddr_un at{};
    at.sun_family = AF_UNIX;
    std::memcpy(at.sun_path, name_.data(), name_.size());
    if (name_[0] == '@') at.sun_path[0] = '\0';
    const auto length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + name_.size());
    bound_ = ::bind(fd_, reinterpret_cast<const sockaddr*>(&at), length) == 0;
  }
  ~manager_end() {
    ::close(fd_);
    if (name_[0] == '/') ::unlink(name_.c_str());
  }

  bool bound() const { return bound_; }
  const std::string& name() const { return name_; }
  std::string take() {
    char bytes[512];
    const ssize_t got = ::recv(fd_, bytes, sizeof bytes, 0);
    return got < 0 ? "" : std::string(bytes, static_cast<std::size_t>(got));
  }

 private:
  std::string name_;
  int fd_ = -1;
  bool bound_ = false;
};

std::string own_name(std::string_view first) {
  return std::string(first) + "qorgan-notify-" + std::to_string(::getpid());
}

TEST(ServiceManager, HearsOneDatagramPerStatement) {
  for (const std::string& name : {own_name("/tmp/"), own_name("@")}) {
    manager_end end(name);
    ASSERT_TRUE(end.bound());
    const service_manager manager(end.name());
    ASSERT_TRUE(manager.listening());
    EXPECT_TRUE(manager.tell("READY=1\nSTATUS=takes calls"));
    EXPECT_TRUE(manager.tell("WATCHDOG=1"));
    EXPECT_EQ(end.take(), "READY=1\nSTATUS=takes calls");
    EXPECT_EQ(end.take(), "WATCHDOG=1");
    EXPECT_EQ(end.take(), "");
  }
}

TEST(ServiceManager, WithoutASocketNothingIsSaid) {
  for (const std::string_view name : {"", "/", "relative", "/nobody/listens/here"}) {
    const service_manager manager(name, 1'000'000);
    EXPECT_FALSE(manager.listening());
    EXPECT_EQ(manager.watchdog_us(), 0);
    EXPECT_FALSE(manager.tell("READY=1"));
  }
  EXPECT_FALSE(service_manager("/" + std::string(200, 'x')).listening());
}

TEST(ServiceManager, AManagerThatDoesNotReadIsNotWaitedFor) {
  manager_end end(own_name("@"));
  const service_manager manager(end.name());
  int sent = 0;
  while (manager.tell("WATCHDOG=1") && sent < 100'000) ++sent;
  EXPECT_GT(sent, 0);
  EXPECT_LT(sent, 100'000);
}

TEST(ServiceManager, TakesItsPlaceFromTheEnvironment) {
  manager_end end(own_name("@"));
  ::setenv("NOTIFY_SOCKET", end.name().c_str(), 1);
  ::setenv("WATCHDOG_USEC", "30000000", 1);
  ::setenv("WATCHDOG_PID", std::to_string(::getpid()).c_str(), 1);
  EXPECT_EQ(service_manager::from_environment().watchdog_us(), 30'000'000);
  ::setenv("WATCHDOG_PID", "1", 1);  // the watchdog is another process's
  EXPECT_TRUE(service_manager::from_environment().listening());
  EXPECT_EQ(service_manager::from_environment().watchdog_us(), 0);
  ::unsetenv("WATCHDOG_PID");
  ::setenv("WATCHDOG_USEC", "soon", 1);
  EXPECT_EQ(service_manager::from_environment().watchdog_us(), 0);
  ::unsetenv("WATCHDOG_USEC");
  ::unsetenv("NOTIFY_SOCKET");
  EXPECT_FALSE(service_manager::from_environment().listening());
}

}  // namespace
}  // namespace qorgan::os
