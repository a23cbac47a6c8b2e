#pragma once

#include <expected>
#include <span>
#include <string>
#include <string_view>

#include "stir/options.h"

namespace qorgan::stir {

/// "cert.example.org", "cert.example.org:9443", "*.example.org", "http://cert.example.org:8080".
/// Without a scheme https is meant. The error says in words what is wrong.
std::expected<allowed_host, std::string> parse_allowed_host(std::string_view text);

/// Where a URL leads, as the list judges it.
struct url_target {
  bool https = false;
  std::string host;  ///< lower case; IPv6 with brackets
  std::uint16_t port = 0;
};
bool is_allowed(const url_target& target, std::span<const allowed_host> hosts);

}  // namespace qorgan::stir
