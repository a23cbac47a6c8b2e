#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace qorgan::console {

/// Percent-decoded text (RFC 3986), or nothing when an escape is broken or decodes to NUL.
std::optional<std::string> percent_decode(std::string_view text);

using query_parameters = std::vector<std::pair<std::string, std::string>>;
/// "a=1&b=x%20y" (plus means space); nothing when an escape is broken or there are more than 32.
std::optional<query_parameters> parse_query(std::string_view query);

/// Value of a cookie in a Cookie header (RFC 6265), or "".
std::string_view cookie_value(std::string_view header, std::string_view name);

/// True when the Origin header names the host of the Host header (RFC 6454). The scheme is not
/// compared: before a TLS proxy it differs.
bool same_origin(std::string_view origin, std::string_view host);

}  // namespace qorgan::console
