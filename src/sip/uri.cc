#include "sip/uri.h"

#include <cstring>

#include "sip/characters.h"

namespace qorgan::sip {

using namespace characters;

namespace {

/// What stands between the brackets (RFC 3986 §3.2.2): 8 groups of up to four hexadecimal digits,
/// an IPv4 address in the place of the last two, one "::" for at least one group of zeros.
bool is_ipv6(std::string_view text) {
  int groups = 0;
  bool gap = false;
  std::size_t at = 0;
  if (text.starts_with("::")) {
    gap = true;
    at = 2;
  }
  while (at < text.size()) {
    const std::size_t begin = at;
    while (at < text.size() && is(text[at], kHex)) ++at;
    if (at < text.size() && text[at] == '.') {
      int dots = 0;
      for (at = begin; at < text.size(); ++at) {
        if (text[at] == '.') {
          ++dots;
        } else if (text[at] < '0' || text[at] > '9') {
          return false;
        }
      }
      groups += 2;
      if (dots != 3 || text.back() == '.') return false;
      break;
    }
    if (at == begin || at - begin > 4) return false;
    ++groups;
    if (at == text.size()) break;
    if (text[at++] != ':') return false;
    if (at == text.size()) return false;  // a single ':' at the end
    if (text[at] == ':') {
      if (gap) return false;
      gap = true;
      ++at;
    }
  }
  return gap ? groups < 8 : groups == 8;
}

/// Every '%' is followed by two hexadecimal digits.
bool escapes_are_whole(std::string_view text) {
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] != '%') continue;
    if (text.size() - i < 3 || !is(text[i + 1], kHex) || !is(text[i + 2], kHex)) return false;
  }
  return true;
}

/// The user of "user@" or "user:password@" at `p`; returns the place behind the '@', `p` itself
/// when there is no userinfo, null when it is malformed.
const char* scan_userinfo(const char* p, const char* end, uri& out) {
  const char* q = skip(p, end, kUser);
  if (q == end) return p;
  if (*q == '@') {
    out.user = between(p, q);
    return !out.user.empty() && escapes_are_whole(out.user) ? q + 1 : nullptr;
  }
  const auto* const at =
      static_cast<const char*>(std::memchr(q, '@', static_cast<std::size_t>(end - q)));
  if (at == nullptr) return p;  // what stopped the scan belongs to the host or behind it
  if (*q != ':' || q == p || skip(q + 1, at, kUser) != at) return nullptr;
  out.user = between(p, q);
  return escapes_are_whole(between(p, at)) ? at + 1 : nullptr;
}

bool scan_sip_uri(std::string_view rest, uri& out) {
  const char* const end = rest.data() + rest.size();
  const char* p = scan_userinfo(rest.data(), end, out);
  if (p == nullptr) return false;
  p = scan_host(p, end, out.host);
  if (p == nullptr) return false;
  if (p != end && *p == ':') {
    p = scan_port(p + 1, end, out.port);
    if (p == nullptr) return false;
  }
  if (p == end) return true;
  if (*p != ';' && *p != '?') return false;
  const std::string_view tail = between(p, end);
  if (skip(p, end, kUriTail) != end || !escapes_are_whole(tail)) return false;
  const std::size_t question = tail.find('?');
  if (question != std::string_view::npos) out.headers = tail.substr(question + 1);
  if (*p == ';') out.parameters = tail.substr(0, question).substr(1);
  return true;
}

/// tel, urn and every other scheme: kept as text, visible ASCII without what delimits a URI.
bool scan_other_uri(std::string_view rest, uri& out) {
  if (rest.empty()) return false;
  for (const char c : rest) {
    if (c <= ' ' || c >= 0x7f || c == '<' || c == '>' || c == '"') return false;
  }
  const std::size_t semicolon = rest.find(';');
  out.user = rest.substr(0, semicolon);
  if (semicolon != std::string_view::npos) out.parameters = rest.substr(semicolon + 1);
  return true;
}

bool is_scheme(std::string_view scheme) {
  if (scheme.empty()) return false;
  const auto is_letter = [](char c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; };
  if (!is_letter(scheme.front())) return false;
  for (const char c : scheme) {
    const bool digit = c >= '0' && c <= '9';
    if (!is_letter(c) && !digit && c != '+' && c != '-' && c != '.') return false;
  }
  return true;
}

/// Parameters behind an address, up to the end or a comma.
const char* scan_parameters(const char* p, const char* end, name_address& out) {
  p = skip(p, end, kSpace);
  const char* const begin = p;
  while (p != end && *p != ',') {
    std::string_view name;
    std::string_view value;
    p = scan_parameter(p, end, name, value);
    if (p == nullptr) return nullptr;
    if (name.size() == 3 && out.tag.empty() && equals_ignoring_case(name, "tag")) out.tag = value;
  }
  if (p != begin) out.parameters = trim(between(begin + 1, p));
  return p;
}

/// The form without angle brackets: what follows ';' are parameters of the header, so a URI that
/// itself has '?' or ',' must not be written so (RFC 3261 §20).
const char* scan_bare_address(const char* p, const char* end, name_address& out) {
  const char* const begin = p;
  while (p != end && *p != ';' && *p != ',' && !is(*p, kSpace)) {
    if (*p == '?') return nullptr;
    ++p;
  }
  if (!scan_uri(between(begin, p), out.address)) return nullptr;
  return scan_parameters(p, end, out);
}

bool equals_sip(std::string_view scheme) {
  return scheme.size() == 3 && (scheme[0] | 0x20) == 's' && (scheme[1] | 0x20) == 'i' &&
         (scheme[2] | 0x20) == 'p';
}

}  // namespace

const char* scan_host(const char* p, const char* end, std::string_view& host) {
  const char* const begin = p;
  if (p != end && *p == '[') {
    while (p != end && *p != ']') ++p;
    if (p == end || !is_ipv6(between(begin + 1, p))) return nullptr;
    ++p;
  } else {
    p = skip(p, end, kHost);
    if (p == begin) return nullptr;
  }
  host = between(begin, p);
  return p;
}

const char* scan_port(const char* p, const char* end, std::uint16_t& port) {
  const char* const begin = p;
  std::uint32_t value = 0;
  for (; p != end && *p >= '0' && *p <= '9'; ++p) {
    value = value * 10 + static_cast<std::uint32_t>(*p - '0');
    if (value > 0xffff) return nullptr;
  }
  if (p == begin) return nullptr;
  port = static_cast<std::uint16_t>(value);
  return p;
}

const char* scan_parameter(const char* p, const char* end, std::string_view& name,
                           std::string_view& value) {
  if (p == end || *p != ';') return nullptr;
  const char* begin = skip(p + 1, end, kSpace);
  p = skip(begin, end, kToken);
  if (p == begin) return nullptr;
  name = between(begin, p);
  value = {};
  p = skip(p, end, kSpace);
  if (p == end || *p != '=') return p;
  p = begin = skip(p + 1, end, kSpace);
  if (p != end && *p == '"') {
    p = skip_quoted(p, end);
  } else {
    p = skip(p, end, kValue);
    if (p == begin) return nullptr;
  }
  if (p == nullptr) return nullptr;
  value = between(begin, p);
  return skip(p, end, kSpace);
}

bool scan_uri(std::string_view text, uri& out) {
  const std::size_t colon = text.size() > 3 && text[3] == ':' ? std::size_t{3} : text.find(':');
  if (colon == std::string_view::npos) return false;
  out.text = text;
  out.scheme = text.substr(0, colon);
  out.is_sip = equals_sip(out.scheme) || equals_ignoring_case(out.scheme, "sips");
  if (out.is_sip) return scan_sip_uri(text.substr(colon + 1), out);
  return is_scheme(out.scheme) && scan_other_uri(text.substr(colon + 1), out);
}

const char* scan_name_address(const char* p, const char* end, name_address& out) {
  p = skip(p, end, kSpace);
  const char* begin = p;
  if (p != end && *p == '"') {
    p = skip_quoted(p, end);
    if (p == nullptr) return nullptr;
    out.display = between(begin, p);
    p = skip(p, end, kSpace);
    if (p == end || *p != '<') return nullptr;
  } else {
    p = skip(p, end, kDisplay);
    if (p == end || *p != '<') return scan_bare_address(begin, end, out);
    out.display = trim(between(begin, p));
  }
  begin = ++p;
  p = static_cast<const char*>(std::memchr(p, '>', static_cast<std::size_t>(end - p)));
  if (p == nullptr || !scan_uri(between(begin, p), out.address)) return nullptr;
  return scan_parameters(p + 1, end, out);
}

std::expected<uri, parse_fault> parse_uri(std::string_view text) {
  uri out;
  if (!scan_uri(trim(text), out)) return std::unexpected(parse_fault::bad_request_uri);
  return out;
}

std::expected<name_address, parse_fault> parse_name_address(std::string_view text) {
  name_address out;
  const char* const end = text.data() + text.size();
  if (text.empty() || scan_name_address(text.data(), end, out) != end) {
    return std::unexpected(parse_fault::bad_header);
  }
  return out;
}

}  // namespace qorgan::sip
