#include "sip/characters.h"
#include "sip/uri.h"

namespace qorgan::sip {

using namespace characters;

namespace {

/// `word` at `p`, any case, white space skipped behind it; null when something else stands there.
const char* expect_word(const char* p, const char* end, std::string_view word) {
  if (static_cast<std::size_t>(end - p) < word.size()) return nullptr;
  if (!equals_ignoring_case(between(p, p + word.size()), word)) return nullptr;
  return skip(p + word.size(), end, kSpace);
}

void keep_parameter(std::string_view name, std::string_view value, via_value& out) {
  if (name.size() == 6 && equals_ignoring_case(name, "branch")) {
    out.branch = value;
  } else if (name.size() == 8 && equals_ignoring_case(name, "received")) {
    out.received = value;
  } else if (name.size() == 5 && equals_ignoring_case(name, "rport")) {
    out.has_rport = true;
  }
}

/// "SIP/2.0/UDP" and the white space behind it; RFC 3261 §25.1 allows white space at the slashes.
const char* scan_sent_protocol(const char* p, const char* end, via_value& out) {
  for (const std::string_view word : {"SIP", "/", "2.0", "/"}) {
    p = expect_word(p, end, word);
    if (p == nullptr) return nullptr;
  }
  const char* const begin = p;
  p = skip(p, end, kToken);
  if (p == begin || p == end || !is(*p, kSpace)) return nullptr;
  out.transport = between(begin, p);
  return skip(p, end, kSpace);
}

}  // namespace

const char* scan_via(const char* p, const char* end, via_value& out) {
  const char* const begin = p = skip(p, end, kSpace);
  p = scan_sent_protocol(p, end, out);
  if (p == nullptr) return nullptr;
  p = scan_host(p, end, out.host);
  if (p == nullptr) return nullptr;
  const char* last = p;
  p = skip(p, end, kSpace);
  if (p != end && *p == ':') {
    p = scan_port(skip(p + 1, end, kSpace), end, out.port);
    if (p == nullptr) return nullptr;
    last = p;
    p = skip(p, end, kSpace);
  }
  while (p != end && *p == ';') {
    std::string_view name;
    std::string_view value;
    p = scan_parameter(p, end, name, value);
    if (p == nullptr) return nullptr;
    keep_parameter(name, value, out);
    const std::string_view whole = value.data() == nullptr ? name : value;
    last = whole.data() + whole.size();
  }
  if (p != end && *p != ',') return nullptr;
  out.text = between(begin, last);
  return p;
}

std::expected<via_value, parse_fault> parse_via(std::string_view text) {
  via_value out;
  const char* const end = text.data() + text.size();
  if (text.empty() || scan_via(text.data(), end, out) != end) {
    return std::unexpected(parse_fault::bad_via);
  }
  return out;
}

}  // namespace qorgan::sip
