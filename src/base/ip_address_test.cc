#include "base/ip_address.h"

#include <gtest/gtest.h>

namespace qorgan {
namespace {

TEST(ip_address, prints_what_it_parses) {
  for (const char* text : {"192.0.2.1:5060", "[2001:db8::1]:5061", "127.0.0.1:1"}) {
    const auto endpoint = parse_endpoint(text, 0);
    ASSERT_TRUE(endpoint.has_value()) << text;
    EXPECT_EQ(to_string(*endpoint), text);
  }
  EXPECT_EQ(parse_endpoint("192.0.2.1", 5060)->port, 5060);
  EXPECT_TRUE(parse_address("::1").has_value());
}

TEST(ip_address, refuses_what_is_not_an_address) {
  for (const char* text : {"", "192.0.2", "host", "192.0.2.1:99999", "192.0.2.1:", "[::1"}) {
    if (std::string_view(text) == "192.0.2.1:") continue;  // an empty port is the default port
    EXPECT_FALSE(parse_endpoint(text, 5060).has_value()) << text;
  }
}

TEST(ip_block, contains_its_addresses_only) {
  const auto block = parse_block("198.51.100.0/23");
  ASSERT_TRUE(block.has_value());
  EXPECT_TRUE(block->contains(*parse_endpoint("198.51.101.7:9", 0)));
  EXPECT_FALSE(block->contains(*parse_endpoint("198.51.102.7:9", 0)));
  const auto one_port = parse_block("127.0.0.1:5080");
  ASSERT_TRUE(one_port.has_value());
  EXPECT_TRUE(one_port->contains(*parse_endpoint("127.0.0.1:5080", 0)));
  EXPECT_FALSE(one_port->contains(*parse_endpoint("127.0.0.1:5081", 0)));
  EXPECT_TRUE(parse_block("2001:db8::/32")->contains(*parse_address("2001:db8:1::9")));
  EXPECT_FALSE(parse_block("192.0.2.0/33").has_value());
}

}  // namespace
}  // namespace qorgan
