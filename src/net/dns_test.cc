// The resolver against a server of the test's own.
#include "net/dns.h"

#include <gtest/gtest.h>

#include "net/dns_test_server.h"

namespace qorgan::net {
namespace {

struct Dns : ::testing::Test {
  testing::dns_server server;
  std::unique_ptr<dns_client> client = dns_client::open(server.at(), 1'000).value();
};

TEST_F(Dns, AddressesOfBothFamilies) {
  server.address("switch.example", "192.0.2.7", 30);
  server.address("switch.example", "192.0.2.8", 20);
  server.address("switch.example", "2001:db8::7");
  const auto v4 = client->addresses("switch.example", true);
  ASSERT_TRUE(v4) << v4.error();
  ASSERT_EQ(v4->records.size(), 2u);
  EXPECT_EQ(address_text(v4->records[0]), "192.0.2.7");
  EXPECT_EQ(v4->ttl_s, 20u) << "the least of them";
  const auto v6 = client->addresses("switch.example", false);
  ASSERT_TRUE(v6) << v6.error();
  ASSERT_EQ(v6->records.size(), 1u);
  EXPECT_EQ(address_text(v6->records[0]), "2001:db8::7");
}

TEST_F(Dns, ServicesAndTheirPointers) {
  server.srv("_sip._tcp.example.net", 10, 60, 5062, "a.example.net");
  server.naptr("example.net", 50, 10, "sip+d2t", "_sip._tcp.example.net", 7);
  const auto srv = client->srv("_sip._tcp.example.net");
  ASSERT_TRUE(srv && srv->records.size() == 1);
  EXPECT_EQ(srv->records[0].priority, 10);
  EXPECT_EQ(srv->records[0].weight, 60);
  EXPECT_EQ(srv->records[0].port, 5062);
  EXPECT_EQ(srv->records[0].target, "a.example.net");
  const auto naptr = client->naptr("example.net");
  ASSERT_TRUE(naptr && naptr->records.size() == 1);
  EXPECT_EQ(naptr->records[0].order, 50);
  EXPECT_EQ(naptr->records[0].flags, "s");
  EXPECT_EQ(naptr->records[0].service, "SIP+D2T");
  EXPECT_EQ(naptr->records[0].replacement, "_sip._tcp.example.net");
  EXPECT_EQ(naptr->ttl_s, 7u);
}

TEST_F(Dns, WhatDoesNotExistIsAnAnswerAndWhatFailsIsNot) {
  server.address("known.example", "192.0.2.7");
  const auto nothing = client->addresses("unknown.example", true);
  ASSERT_TRUE(nothing) << nothing.error();
  EXPECT_TRUE(nothing->records.empty());
  EXPECT_GT(nothing->ttl_s, 0u);
  const auto other_kind = client->srv("known.example");
  ASSERT_TRUE(other_kind) << other_kind.error();
  EXPECT_TRUE(other_kind->records.empty());
  server.fail(true);
  const auto failed = client->addresses("known.example", true);
  ASSERT_FALSE(failed);
  EXPECT_NE(failed.error().find("known.example"), std::string::npos) << failed.error();
}

TEST_F(Dns, AServerThatIsNotThereIsAnErrorInTime) {
  const auto nobody = udp_socket::open(from_v4(0x7f000001, 0)).value();  // hears and says nothing
  const auto lonely = dns_client::open(nobody.local(), 1'000).value();
  const auto failed = lonely->addresses("switch.example", true);
  ASSERT_FALSE(failed);
  EXPECT_NE(failed.error().find("no answer"), std::string::npos) << failed.error();
}

}  // namespace
}  // namespace qorgan::net
