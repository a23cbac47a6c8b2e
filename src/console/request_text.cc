#include "console/request_text.h"

namespace qorgan::console {
namespace {

int hex_digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::string_view cut(std::string_view& rest, char separator) {
  const auto end = rest.find(separator);
  const std::string_view part = rest.substr(0, end);
  rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
  return part;
}

}  // namespace

std::optional<std::string> percent_decode(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') {
      out += text[i];
      continue;
    }
    if (i + 2 >= text.size()) return std::nullopt;
    const int high = hex_digit(text[i + 1]);
    const int low = hex_digit(text[i + 2]);
    if (high < 0 || low < 0 || high + low == 0) return std::nullopt;
    out += static_cast<char>(high * 16 + low);
    i += 2;
  }
  return out;
}

std::optional<query_parameters> parse_query(std::string_view query) {
  query_parameters out;
  while (!query.empty()) {
    std::string part{cut(query, '&')};
    if (part.empty()) continue;
    for (char& c : part) c = c == '+' ? ' ' : c;
    std::string_view value = part;
    const auto name = percent_decode(cut(value, '='));
    const auto decoded = percent_decode(value);
    if (!name || !decoded || out.size() >= 32) return std::nullopt;
    out.emplace_back(*name, *decoded);
  }
  return out;
}

std::string_view cookie_value(std::string_view header, std::string_view name) {
  while (!header.empty()) {
    std::string_view part = cut(header, ';');
    while (!part.empty() && part.front() == ' ') part.remove_prefix(1);
    if (cut(part, '=') == name) return part;
  }
  return {};
}

bool same_origin(std::string_view origin, std::string_view host) {
  const auto scheme = origin.find("://");
  if (scheme == std::string_view::npos || host.empty()) return false;
  const std::string_view kind = origin.substr(0, scheme);
  return (kind == "http" || kind == "https") && origin.substr(scheme + 3) == host;
}

}  // namespace qorgan::console
