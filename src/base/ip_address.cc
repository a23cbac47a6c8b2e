#include "base/ip_address.h"

#include <arpa/inet.h>

#include <charconv>
#include <cstring>

namespace qorgan {
namespace {

std::expected<std::uint16_t, std::string> parse_port(std::string_view text) {
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (text.empty() || error != std::errc{} || end != text.data() + text.size()) {
    return std::unexpected("port of 0 to 65535 expected, got '" + std::string(text) + "'");
  }
  return port;
}

struct split_text {
  std::string_view address;
  std::string_view port;  // empty when there is none
};

split_text split_port(std::string_view text) {
  if (!text.empty() && text[0] == '[') {
    const auto close = text.find(']');
    if (close == std::string_view::npos) return {text, {}};
    const auto rest = text.substr(close + 1);
    return {text.substr(0, close + 1), rest.starts_with(':') ? rest.substr(1) : rest};
  }
  const auto colon = text.rfind(':');
  if (colon == std::string_view::npos || text.find(':') != colon) return {text, {}};
  return {text.substr(0, colon), text.substr(colon + 1)};
}

}  // namespace

std::string address_text(const ip_endpoint& endpoint) {
  char text[INET6_ADDRSTRLEN] = {};
  if (endpoint.is_v4()) {
    inet_ntop(AF_INET, endpoint.address.data() + 12, text, sizeof text);
  } else {
    inet_ntop(AF_INET6, endpoint.address.data(), text, sizeof text);
  }
  return text;
}

std::string to_string(const ip_endpoint& endpoint) {
  const std::string address = address_text(endpoint);
  const std::string port = std::to_string(endpoint.port);
  return endpoint.is_v4() ? address + ":" + port : "[" + address + "]:" + port;
}

std::expected<ip_endpoint, std::string> parse_address(std::string_view text) {
  std::string plain(text);
  if (plain.size() > 2 && plain.front() == '[' && plain.back() == ']') {
    plain = plain.substr(1, plain.size() - 2);
  }
  in_addr v4{};
  if (inet_pton(AF_INET, plain.c_str(), &v4) == 1) return from_v4(ntohl(v4.s_addr), 0);
  ip_endpoint out;
  if (inet_pton(AF_INET6, plain.c_str(), out.address.data()) == 1) return out;
  return std::unexpected("'" + std::string(text) + "' is not an IP address");
}

std::expected<ip_endpoint, std::string> parse_endpoint(std::string_view text,
                                                       std::uint16_t default_port) {
  const split_text parts = split_port(text);
  auto out = parse_address(parts.address);
  if (!out) return out;
  out->port = default_port;
  if (!parts.port.empty()) {
    const auto port = parse_port(parts.port);
    if (!port) return std::unexpected(port.error());
    out->port = *port;
  }
  return out;
}

bool ip_block::contains(const ip_endpoint& endpoint) const {
  if (base.port != 0 && base.port != endpoint.port) return false;
  const std::size_t whole = prefix_bits / 8;
  if (std::memcmp(base.address.data(), endpoint.address.data(), whole) != 0) return false;
  const unsigned rest = prefix_bits % 8;
  if (rest == 0) return true;
  const auto mask = static_cast<std::uint8_t>(0xff << (8 - rest));
  return (base.address[whole] & mask) == (endpoint.address[whole] & mask);
}

std::expected<ip_block, std::string> parse_block(std::string_view text) {
  const auto slash = text.find('/');
  ip_block out;
  const auto base = parse_endpoint(text.substr(0, slash), 0);
  if (!base) return std::unexpected(base.error());
  out.base = *base;
  if (slash == std::string_view::npos) return out;
  const std::string_view bits_text = text.substr(slash + 1);
  unsigned bits = 0;
  const auto [end, error] =
      std::from_chars(bits_text.data(), bits_text.data() + bits_text.size(), bits);
  const unsigned most = out.base.is_v4() ? 32 : 128;
  if (error != std::errc{} || end != bits_text.data() + bits_text.size() || bits > most) {
    return std::unexpected("prefix length of 0 to " + std::to_string(most) + " expected in '" +
                           std::string(text) + "'");
  }
  out.prefix_bits = static_cast<std::uint8_t>(out.base.is_v4() ? bits + 96 : bits);
  return out;
}

}  // namespace qorgan
