#include "app/transport_config.h"

#include <gtest/gtest.h>

#include "app/config.h"
#include "base/testing/temporary_folder.h"

namespace qorgan::app {
namespace {

using gateway::transport;

TEST(TransportConfig, AddressesOfEveryTransport) {
  const auto udp = parse_listen_address("udp:192.0.2.1");
  ASSERT_TRUE(udp);
  EXPECT_EQ(to_string(udp->at), "192.0.2.1:5060");
  const auto tls = parse_listen_address("tls:[2001:db8::1]");
  ASSERT_TRUE(tls);
  EXPECT_EQ(tls->over, transport::tls);
  EXPECT_EQ(to_string(tls->at), "[2001:db8::1]:5061");
  EXPECT_FALSE(parse_listen_address("tcp:example.net")) << "one listens on addresses";
  EXPECT_FALSE(parse_listen_address("sip:192.0.2.1"));
}

TEST(TransportConfig, NextHopsWithAddressesAndNames) {
  const auto address = parse_next_hop("tls:192.0.2.7;name=Switch.Example.net");
  ASSERT_TRUE(address) << address.error();
  EXPECT_EQ(to_string(address->at), "192.0.2.7:5061");
  EXPECT_EQ(address->tls_name, "switch.example.net");
  EXPECT_TRUE(address->host.empty());
  const auto service = parse_next_hop("tcp:sw.example.net");
  ASSERT_TRUE(service) << service.error();
  EXPECT_EQ(service->host, "sw.example.net");
  EXPECT_EQ(service->at.port, 0) << "SRV says";
  const auto port = parse_next_hop("udp:sw.example.net:5070");
  ASSERT_TRUE(port) << port.error();
  EXPECT_EQ(port->at.port, 5070);
  const auto domain = parse_next_hop("sip:example.net");
  ASSERT_TRUE(domain) << domain.error();
  EXPECT_TRUE(domain->any_transport);
  const auto secure = parse_next_hop("sips:example.net");
  ASSERT_TRUE(secure) << secure.error();
  EXPECT_EQ(secure->over, transport::tls);
  EXPECT_FALSE(secure->any_transport);
  for (const char* wrong :
       {"sctp:192.0.2.1", "udp:", "udp:-x.example", "udp:x..example", "udp:example.net:0",
        "udp:example.net:x", "udp:192.0.2.1;name=a.b", "tls:192.0.2.1;name=a_b c"}) {
    const auto hop = parse_next_hop(wrong);
    EXPECT_FALSE(hop) << wrong;
  }
}

std::string errors_of(const std::string& text) {
  temporary_folder folder;
  folder.write("centre.yaml", text);
  const auto loaded = load_config(folder.file("centre.yaml"));
  return loaded ? std::string() : to_text(loaded.error());
}

TEST(TransportConfig, WhatOnePartAsksOfAnotherIsChecked) {
  const std::string errors = errors_of(R"(sip:
  listen: ["udp:192.0.2.1", "tls:192.0.2.1"]
trunks:
  - name: north
    tls_identities: [carrier.example, "not a name"]
    next_hops: ["tcp:192.0.2.7", "udp:[2001:db8::7]", "tls:sw.example"]
  - name: south
    sources: ["192.0.2.0/24"]
    tls_identities: carrier.example
    next_hops: ["sip:a.example", "sip:b.example", "sip:c.example", "sip:d.example", "udp:192.0.2.9"]
policy: policy.yaml
)");
  for (const char* expected :
       {":2: TLS needs sip.tls with certificate, key and authorities",
        ":5: 'not a name' is not a host name",
        ":6: trunk 'north' has a next hop over tcp, but sip.listen has no IPv4 address of it",
        ":6: trunk 'north' has a next hop over udp, but sip.listen has no IPv6 address of it",
        ":9: 'carrier.example' is an identity of trunk 'north' already",
        ":10: trunk 'south' has too many next hops"}) {
    EXPECT_NE(errors.find(expected), std::string::npos) << expected << "\nis not in\n" << errors;
  }
}

TEST(TransportConfig, LimitsAndFilesAreRead) {
  const std::string errors = errors_of(R"(sip:
  listen: ["udp:192.0.2.1"]
  tls: { certificate: none.pem, key: none.key, authorities: ca.pem, password: x }
  streams: { max_connections: 0, idle: 5 }
  resolver: { server: "[2001:db8::53]" }
trunks:
  - name: north
    tls_identities: carrier.example
    next_hops: ["udp:192.0.2.7"]
policy: policy.yaml
)");
  for (const char* expected :
       {":3: tls: ", "none.pem", ":4: ", ":5: sip.resolver.server must be an IPv4 address",
        ":8: tls_identities are for TLS, but sip.listen has no tls address"}) {
    EXPECT_NE(errors.find(expected), std::string::npos) << expected << "\nis not in\n" << errors;
  }
}

}  // namespace
}  // namespace qorgan::app
