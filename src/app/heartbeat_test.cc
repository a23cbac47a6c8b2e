#include "app/heartbeat.h"

#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstddef>
#include <cstring>

namespace qorgan::app {
namespace {

/// The service manager's end, an abstract datagram socket.
class manager_end {
 public:
  manager_end() : fd_{::socket(AF_UNIX, SOCK_DGRAM | SOCK_NONBLOCK, 0)} {
    name_ = "@qorgan-heartbeat-" + std::to_string(::getpid());
    sockaddr_un at{};
    at.sun_family = AF_UNIX;
    std::memcpy(at.sun_path + 1, name_.data() + 1, name_.size() - 1);
    const auto length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + name_.size());
    EXPECT_EQ(::bind(fd_, reinterpret_cast<const sockaddr*>(&at), length), 0);
  }
  ~manager_end() { ::close(fd_); }

  heartbeat pulse(std::int64_t watchdog_us = 30'000'000) const {
    return heartbeat(os::service_manager(name_, watchdog_us));
  }
  std::string take() const {
    char bytes[512];
    const ssize_t got = ::recv(fd_, bytes, sizeof bytes, 0);
    return got < 0 ? "" : std::string(bytes, static_cast<std::size_t>(got));
  }

 private:
  std::string name_;
  int fd_;
};

TEST(heartbeat, tells_how_it_fares_and_repeats_only_what_changed) {
  const manager_end end;
  heartbeat pulse = end.pulse();
  pulse.ready("takes calls");
  EXPECT_EQ(end.take(), "READY=1\nSTATUS=takes calls");
  EXPECT_TRUE(pulse.beat({10, 10, false}, 1'000, "3 live calls"));
  EXPECT_EQ(end.take(), "WATCHDOG=1\nSTATUS=3 live calls");
  EXPECT_TRUE(pulse.beat({20, 20, false}, 11'000, "3 live calls"));
  EXPECT_EQ(end.take(), "WATCHDOG=1");
  pulse.reloading(5);
  EXPECT_EQ(end.take(), "RELOADING=1\nMONOTONIC_USEC=5");
  pulse.stopping("drains");
  EXPECT_EQ(end.take(), "STOPPING=1\nSTATUS=drains");
  pulse.draining(7, 600'000);
  EXPECT_EQ(end.take(), "STOPPING=1\nSTATUS=drains, 7 live calls\nEXTEND_TIMEOUT_USEC=660000000");
}

TEST(heartbeat, a_call_path_that_stands_still_gives_no_sign_of_life) {
  const manager_end end;
  heartbeat pulse = end.pulse();
  EXPECT_TRUE(pulse.beat({10, 10, true}, 1'000, ""));
  end.take();
  EXPECT_FALSE(pulse.beat({10, 20, true}, 11'000, ""));
  EXPECT_EQ(end.take(), "STATUS=stuck: the call path makes no progress; no sign of life is given");
  EXPECT_TRUE(pulse.beat({11, 20, true}, 21'000, ""));
}

TEST(heartbeat, a_journal_that_waits_for_the_disk_has_patience_for_calls_that_pass) {
  const manager_end end;
  heartbeat pulse = end.pulse();
  std::uint64_t rounds = 1;
  EXPECT_TRUE(pulse.beat({rounds++, 7, false}, 0, ""));
  EXPECT_TRUE(pulse.beat({rounds++, 7, false}, 60'000, ""));
  EXPECT_TRUE(pulse.beat({rounds++, 7, false}, 120'000, ""));
  while (!end.take().empty()) {
  }
  EXPECT_FALSE(pulse.beat({rounds++, 7, false}, 121'000, ""));
  EXPECT_EQ(end.take(), "STATUS=stuck: the journal makes no progress; no sign of life is given");
  EXPECT_TRUE(pulse.beat({rounds++, 8, false}, 131'000, ""));
}

TEST(heartbeat, a_journal_with_nothing_to_do_is_well) {
  const manager_end end;
  heartbeat pulse = end.pulse();
  EXPECT_TRUE(pulse.beat({1, 7, true}, 0, ""));
  EXPECT_TRUE(pulse.beat({2, 7, true}, 3'600'000, ""));
}

TEST(heartbeat, beats_three_times_within_the_watchdog) {
  const manager_end end;
  EXPECT_EQ(end.pulse(6'000'000).interval(), std::chrono::milliseconds{2'000});
  EXPECT_EQ(end.pulse(600'000'000).interval(), std::chrono::milliseconds{5'000});
  EXPECT_EQ(end.pulse(0).interval(), std::chrono::milliseconds{5'000});
}

TEST(heartbeat, the_status_names_trouble_first) {
  centre_status status;
  status.gateway.live_calls = 12;
  trunk_figures trunk;
  trunk.calls_per_second = 3.44;
  status.gateway.trunks = {trunk, trunk};
  status.gateway.trunks[1].mode = enforcement::enforce;
  EXPECT_EQ(status_line(status), "12 live calls, 6.9 calls/s, 1 trunks in shadow, 1 enforcing");
  status.journal.healthy = false;
  status.journal.trouble = "disk full\nREADY=1";
  status.gateway.next_hops = {{.trunk = "a", .address = "b", .up = false, .since = {}}};
  EXPECT_EQ(status_line(status),
            "nothing is refused: disk full READY=1; 1 next hops down; 12 live calls, 6.9 calls/s, "
            "1 trunks in shadow, 1 enforcing");
}

}  // namespace
}  // namespace qorgan::app
