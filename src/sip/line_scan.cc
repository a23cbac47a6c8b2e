#include "sip/line_scan.h"

namespace qorgan::sip {
// A quoted-pair may hold any control character save CR and LF (RFC 3261 §25.1).
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

const char* skip_line(const char* p, const char* end) {
  for (; p != end; ++p) {
    if (is_crlf(p, end) && !is_fold(p + 2, end)) return p + 2;
  }
  return end;
}

}  // namespace qorgan::sip
