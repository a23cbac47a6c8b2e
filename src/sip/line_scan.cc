#include "sip/line_scan.h"

namespace qorgan::sip {
namespace {

bool is_fold(const char* p, const char* end) {
  return p != end && (*p == ' ' || *p == '\t');
}

/// Place of the CRLF that ends the line, folded lines included, null when a control character comes
/// before it that a quoted string does not excuse (RFC 3261 §25.1 quoted-pair).
const char* find_quoted_line_end(const char* p, const char* end) {
  bool quoted = false;
  for (; p != end; ++p) {
    if (is_crlf(p, end)) {
      if (!is_fold(p + 2, end)) return p;
      ++p;
      continue;
    }
    const auto c = static_cast<unsigned char>(*p);
    if ((c < 0x20 && c != '\t') || c == 0x7f) return nullptr;
    if (c == '"') quoted = !quoted;
    if (c == '\\' && quoted && p + 1 != end && p[1] != '\r' && p[1] != '\n') ++p;
  }
  return nullptr;
}

}  // namespace

const char* find_line_end(const char* p, const char* end) {
  const char* const begin = p;
  for (;;) {
    p = find_control(p, end);
    if (p == end) return end;
    if (!is_crlf(p, end)) return find_quoted_line_end(begin, end);
    if (!is_fold(p + 2, end)) return p;
    p += 3;
  }
}

const char* skip_line(const char* p, const char* end) {
  for (; p != end; ++p) {
    if (is_crlf(p, end) && !is_fold(p + 2, end)) return p + 2;
  }
  return end;
}

}  // namespace qorgan::sip
