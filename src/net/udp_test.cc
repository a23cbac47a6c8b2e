#include "net/udp.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "base/limits.h"
#include "net/poller.h"

namespace qorgan::net {
namespace {

udp_socket open_at(const char* address) {
  auto socket = udp_socket::open(*parse_endpoint(address, 0));
  EXPECT_TRUE(socket.has_value()) << socket.error();
  return std::move(*socket);
}

/// Receives until `count` datagrams came or nothing does for a second.
std::vector<std::pair<std::string, ip_endpoint>> receive_all(udp_socket& from, std::size_t count) {
  auto waiting = poller::open();
  EXPECT_TRUE(waiting->add(from.fd(), 1).has_value());
  std::vector<std::pair<std::string, ip_endpoint>> all;
  while (all.size() < count && !waiting->wait(1'000'000'000).empty()) {
    for (const datagram& each : from.receive()) all.emplace_back(each.bytes, each.peer);
  }
  return all;
}

class udp_socket_on : public testing::TestWithParam<const char*> {};

TEST_P(udp_socket_on, carries_batches_both_ways) {
  udp_socket a = open_at(GetParam());
  udp_socket b = open_at(GetParam());
  EXPECT_NE(a.local().port, 0);
  constexpr std::size_t kCount = 150;  // more than two batches
  for (std::size_t i = 0; i < kCount; ++i) a.send("message " + std::to_string(i), b.local());
  a.flush();
  const auto received = receive_all(b, kCount);
  ASSERT_EQ(received.size(), kCount);
  for (std::size_t i = 0; i < kCount; ++i) {
    EXPECT_EQ(received[i].first, "message " + std::to_string(i));
    EXPECT_EQ(received[i].second, a.local());
  }
  EXPECT_EQ(a.sent(), kCount);
  EXPECT_EQ(b.received(), kCount);
  EXPECT_EQ(a.dropped(), 0u);
  EXPECT_TRUE(b.receive().empty());
}

TEST_P(udp_socket_on, sends_what_was_written_in_place) {
  udp_socket a = open_at(GetParam());
  udp_socket b = open_at(GetParam());
  for (const std::string_view text : {"first", "", "third"}) {
    const std::span<char> room = a.reserve(1'000);
    ASSERT_EQ(room.size(), 1'000u);
    std::ranges::copy(text, room.begin());
    a.commit(text.size(), b.local());
  }
  a.reserve(1'000);  // abandoned: nothing is sent for it
  EXPECT_EQ(a.sent(), 0u);
  a.flush();
  const auto received = receive_all(b, 3);
  ASSERT_EQ(received.size(), 3u);
  EXPECT_EQ(received[0].first, "first");
  EXPECT_EQ(received[1].first, "");
  EXPECT_EQ(received[2].first, "third");
}

TEST_P(udp_socket_on, takes_the_largest_datagram_whole) {
  udp_socket a = open_at(GetParam());
  udp_socket b = open_at(GetParam());
  const std::string large(65'000, 'x');
  for (int i = 0; i < 10; ++i) a.send(large, b.local());  // more than the send memory holds at once
  a.flush();
  const auto received = receive_all(b, 10);
  ASSERT_EQ(received.size(), 10u);
  EXPECT_EQ(received[9].first, large);
}

TEST_P(udp_socket_on, keeps_a_streams_order_whatever_is_joined) {
  udp_socket a = open_at(GetParam());
  udp_socket b = open_at(GetParam());
  udp_socket c = open_at(GetParam());
  constexpr std::size_t kCount = 60;
  for (std::size_t i = 0; i < kCount; ++i) {
    const std::string text = std::to_string(i % 7) + ":" + std::to_string(i) + ":";
    a.send(text + std::string(100 * (i % 3), 'x'), i % 5 == 0 ? c.local() : b.local(), i % 7);
  }
  a.flush();
  EXPECT_EQ(a.sent(), kCount);
  const auto received = receive_all(b, kCount * 4 / 5);
  const auto others = receive_all(c, kCount / 5);
  ASSERT_EQ(received.size(), kCount * 4 / 5);
  ASSERT_EQ(others.size(), kCount / 5);
  for (const auto* list : {&received, &others}) {
    std::map<char, int> newest;  // by stream
    for (const auto& [text, from] : *list) {
      const int number = std::stoi(text.substr(2));
      EXPECT_GT(number + 1, newest[text[0]]) << text;
      newest[text[0]] = number + 1;
      EXPECT_EQ(text.size() - text.rfind(':') - 1, 100u * (static_cast<unsigned>(number) % 3));
    }
  }
}

INSTANTIATE_TEST_SUITE_P(loopback, udp_socket_on, testing::Values("127.0.0.1:0", "[::1]:0"));

TEST(udp_socket, counts_what_the_kernel_refuses_and_sends_the_rest) {
  udp_socket a = open_at("127.0.0.1:0");
  udp_socket b = open_at("127.0.0.1:0");
  a.send("one", b.local());
  a.send(std::string(65'530, 'x'), b.local());    // longer than IPv4 carries
  a.send("lost", *parse_endpoint("[::1]:9", 0));  // not of this socket's family
  a.send(std::string(70'000, 'x'), b.local());    // longer than any datagram
  a.send("two", b.local());
  a.flush();
  const auto received = receive_all(b, 2);
  ASSERT_EQ(received.size(), 2u);
  EXPECT_EQ(received[1].first, "two");
  EXPECT_EQ(a.sent(), 2u);
  EXPECT_EQ(a.dropped(), 3u);
}

TEST(udp_socket, says_why_it_cannot_open) {
  const udp_socket first = open_at("127.0.0.1:0");
  const auto second = udp_socket::open(first.local());
  ASSERT_FALSE(second.has_value());
  EXPECT_NE(second.error().find(to_string(first.local())), std::string::npos) << second.error();
  EXPECT_NE(second.error().find("in use"), std::string::npos) << second.error();
}

TEST(udp_socket, ipv4_and_ipv6_share_a_port) {
  const udp_socket v6 = open_at("[::]:0");
  const auto v4 = udp_socket::open(from_v4(0, v6.local().port));
  EXPECT_TRUE(v4.has_value()) << v4.error();
}

TEST(udp_socket, says_that_an_address_is_not_of_this_machine) {
  const auto elsewhere = udp_socket::open(from_v4(0xcb007109, 5060));  // 203.0.113.9
  ASSERT_FALSE(elsewhere);
  EXPECT_EQ(elsewhere.error(), "udp 203.0.113.9:5060 is no address of this machine");
}

}  // namespace
}  // namespace qorgan::net
