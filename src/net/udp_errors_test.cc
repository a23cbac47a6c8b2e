#include "net/udp_errors.h"

#include <gtest/gtest.h>

#include <array>
#include <string>

#include "net/poller.h"
#include "net/udp.h"

namespace qorgan::net {
namespace {

TEST(UdpErrors, TellWhatCouldNotBeDeliveredAndNothingElseIsLost) {
  for (const char* host : {"127.0.0.1", "[::1]"}) {
    const ip_endpoint any = parse_endpoint(std::string(host) + ":0", 0).value();
    ip_endpoint gone;
    {
      auto closed = udp_socket::open(any);
      if (!closed) continue;  // a machine without IPv6
      gone = closed->local();
    }
    auto sender = udp_socket::open(any).value();
    auto receiver = udp_socket::open(any).value();
    auto waits = poller::open().value();
    ASSERT_TRUE(waits.add(sender.fd(), 1));
    sender.send("INVITE sip:nobody", gone);
    sender.flush();
    const auto ready = waits.wait(2'000'000'000);
    ASSERT_EQ(ready.size(), 1u);
    EXPECT_TRUE(ready[0].in_trouble);
    // The report stands in the way of the next datagram, which must leave all the same.
    sender.send("first", receiver.local());
    sender.send("second", receiver.local());
    sender.flush();
    std::array<char, 1'024> room;
    const auto report = next_unreachable(sender.fd(), room);
    ASSERT_TRUE(report) << host;
    EXPECT_EQ(report->to, gone);
    EXPECT_EQ(report->quoted, "INVITE sip:nobody");
    EXPECT_FALSE(next_unreachable(sender.fd(), room));
    ASSERT_EQ(receiver.receive().size(), 2u);
    EXPECT_TRUE(waits.wait(0).empty()) << "the report has been read";
  }
}

}  // namespace
}  // namespace qorgan::net
