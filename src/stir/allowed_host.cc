#include "stir/allowed_host.h"

#include <algorithm>
#include <charconv>

namespace qorgan::stir {
namespace {

bool is_host_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
}

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c | 0x20) : c;
}

bool port_fits(const allowed_host& allowed, std::uint16_t port) {
  if (allowed.port != 0) return port == allowed.port;
  return allowed.https ? port == 443 || port == 8443 : port == 80;
}

bool host_fits(const allowed_host& allowed, std::string_view host) {
  if (!allowed.subdomains) return host == allowed.host;
  return host.size() > allowed.host.size() + 1 && host.ends_with(allowed.host) &&
         host[host.size() - allowed.host.size() - 1] == '.';
}

}  // namespace

std::expected<allowed_host, std::string> parse_allowed_host(std::string_view text) {
  const std::string whole{text};
  allowed_host out;
  if (text.starts_with("http://")) {
    out.https = false;
    text.remove_prefix(7);
  } else if (text.starts_with("https://")) {
    text.remove_prefix(8);
  }
  if (text.starts_with("*.")) {
    out.subdomains = true;
    text.remove_prefix(2);
  }
  const std::size_t colon = text.rfind(':');
  if (colon != std::string_view::npos) {
    const std::string_view digits = text.substr(colon + 1);
    const char* const end = digits.data() + digits.size();
    const auto [stop, error] = std::from_chars(digits.data(), end, out.port);
    if (error != std::errc{} || stop != end || out.port == 0) {
      return std::unexpected("'" + whole + "': the port is not a number from 1 to 65535");
    }
    text = text.substr(0, colon);
  }
  out.host.resize(text.size());
  std::transform(text.begin(), text.end(), out.host.begin(), lower);
  const bool good = !out.host.empty() && out.host.front() != '.' && out.host.back() != '.' &&
                    std::all_of(out.host.begin(), out.host.end(), is_host_character);
  if (!good) return std::unexpected("'" + whole + "' is not a host, host:port or *.domain");
  return out;
}

bool is_allowed(const url_target& target, std::span<const allowed_host> hosts) {
  return std::any_of(hosts.begin(), hosts.end(), [&](const allowed_host& allowed) {
    return allowed.https == target.https && port_fits(allowed, target.port) &&
           host_fits(allowed, target.host);
  });
}

}  // namespace qorgan::stir
