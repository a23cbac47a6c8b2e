#pragma once

#include <array>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

namespace qorgan {

/// IPv4 (as ::ffff:a.b.c.d) or IPv6 address with port, 18 bytes, no system headers.
struct ip_endpoint {
  std::array<std::uint8_t, 16> address{};
  std::uint16_t port = 0;

  constexpr bool is_v4() const {
    for (int i = 0; i < 10; ++i) {
      if (address[i] != 0) return false;
    }
    return address[10] == 0xff && address[11] == 0xff;
  }
  constexpr bool empty() const { return address == std::array<std::uint8_t, 16>{}; }
  constexpr auto operator<=>(const ip_endpoint&) const = default;
};

/// From the four bytes of an IPv4 address in host order, e.g. 0x7f000001.
constexpr ip_endpoint from_v4(std::uint32_t v4, std::uint16_t port) {
  ip_endpoint out;
  out.address[10] = out.address[11] = 0xff;
  for (int i = 0; i < 4; ++i) out.address[12 + i] = static_cast<std::uint8_t>(v4 >> (24 - 8 * i));
  out.port = port;
  return out;
}

/// "192.0.2.1" or "2001:db8::1", without port.
std::string address_text(const ip_endpoint& endpoint);
/// "192.0.2.1:5060" or "[2001:db8::1]:5060".
std::string to_string(const ip_endpoint& endpoint);

/// An address without port: "192.0.2.1", "2001:db8::1" or "[2001:db8::1]".
std::expected<ip_endpoint, std::string> parse_address(std::string_view text);
/// An address with port; without one `default_port` is taken.
std::expected<ip_endpoint, std::string> parse_endpoint(std::string_view text,
                                                       std::uint16_t default_port);

/// A block of addresses, optionally of one source port: "198.51.100.0/24", "127.0.0.1",
/// "127.0.0.1:5080", "2001:db8::/32". Port 0 matches every port.
struct ip_block {
  ip_endpoint base;
  std::uint8_t prefix_bits = 128;  // counted on the 128-bit form; an IPv4 /24 is 120

  bool contains(const ip_endpoint& endpoint) const;
  bool operator==(const ip_block&) const = default;
};
std::expected<ip_block, std::string> parse_block(std::string_view text);

}  // namespace qorgan
