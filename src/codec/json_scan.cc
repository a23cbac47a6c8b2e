#include "codec/json_scan.h"

namespace qorgan::codec {
namespace {

/// UTF-8 of one code point; 0 bytes for half a surrogate pair.
std::size_t utf8(std::uint32_t code, char (&out)[4]) {
  const auto put = [&](std::size_t i, std::uint32_t value) { out[i] = static_cast<char>(value); };
  if (code < 0x80) {
    put(0, code);
    return 1;
  }
  if (code < 0x800) {
    put(0, 0xc0 | code >> 6);
    put(1, 0x80 | (code & 0x3f));
    return 2;
  }
  if (code >= 0xd800 && code < 0xe000) return 0;
  if (code < 0x10000) {
    put(0, 0xe0 | code >> 12);
    put(1, 0x80 | (code >> 6 & 0x3f));
    put(2, 0x80 | (code & 0x3f));
    return 3;
  }
  put(0, 0xf0 | code >> 18);
  put(1, 0x80 | (code >> 12 & 0x3f));
  put(2, 0x80 | (code >> 6 & 0x3f));
  put(3, 0x80 | (code & 0x3f));
  return 4;
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

}  // namespace

void json_scan::space() {
  while (at_ != end_ && (*at_ == ' ' || *at_ == '\t' || *at_ == '\r' || *at_ == '\n')) ++at_;
}

char json_scan::peek() {
  space();
  return failed_ || at_ == end_ ? '\0' : *at_;
}

bool json_scan::at_end() {
  space();
  return !failed_ && at_ == end_;
}

bool json_scan::take(char wanted) {
  if (peek() != wanted) return fail();
  ++at_;
  return true;
}

/// Between the brackets of an object or array: true when another item follows.
bool json_scan::more(char close, bool& first) {
  if (failed_) return false;
  if (peek() == close) {
    ++at_;
    return false;
  }
  if (!first && !take(',')) return false;
  first = false;
  return !failed_;
}

bool json_scan::hex4(std::uint32_t& out) {
  if (end_ - at_ < 4) return fail();
  out = 0;
  for (int i = 0; i < 4; ++i, ++at_) {
    const char c = *at_;
    const char lower = static_cast<char>(c | 0x20);
    if (is_digit(c)) {
      out = out << 4 | static_cast<std::uint32_t>(c - '0');
    } else if (lower >= 'a' && lower <= 'f') {
      out = out << 4 | static_cast<std::uint32_t>(lower - 'a' + 10);
    } else {
      return fail();
    }
  }
  return true;
}

/// Behind a backslash.
bool json_scan::escape(std::uint32_t& code) {
  if (at_ == end_) return fail();
  const char c = *at_++;
  switch (c) {
    case '"':
    case '\\':
    case '/': code = static_cast<unsigned char>(c); return true;
    case 'b': code = '\b'; return true;
    case 'f': code = '\f'; return true;
    case 'n': code = '\n'; return true;
    case 'r': code = '\r'; return true;
    case 't': code = '\t'; return true;
    case 'u': break;
    default: return fail();
  }
  if (!hex4(code)) return false;
  if (code < 0xd800 || code >= 0xdc00) return true;
  std::uint32_t low = 0;
  if (end_ - at_ < 2 || at_[0] != '\\' || at_[1] != 'u') return fail();
  at_ += 2;
  if (!hex4(low)) return false;
  if (low < 0xdc00 || low >= 0xe000) return fail();
  code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
  return true;
}

bool json_scan::string(std::span<char> room, std::string_view& out) {
  if (!take('"')) return false;
  std::size_t used = 0;
  while (at_ != end_ && *at_ != '"') {
    if (static_cast<unsigned char>(*at_) < 0x20) return fail();
    char bytes[4] = {*at_++};
    std::size_t count = 1;
    if (bytes[0] == '\\') {
      std::uint32_t code = 0;
      if (!escape(code)) return false;
      count = utf8(code, bytes);
      if (count == 0) return fail();
    }
    if (used + count > room.size()) return fail();
    for (std::size_t i = 0; i < count; ++i) room[used++] = bytes[i];
  }
  if (!take('"')) return false;
  out = {room.data(), used};
  return true;
}

/// A key of more than kKeyBytes is read to its end and given as nothing.
bool json_scan::key(std::span<char> room, std::string_view& out) {
  if (peek() != '"') return fail();
  const json_scan before = *this;
  if (string(room, out)) return true;
  *this = before;
  out = {};
  return skip_string();
}

bool json_scan::skip_string() {
  if (!take('"')) return false;
  while (at_ != end_ && *at_ != '"') {
    if (static_cast<unsigned char>(*at_) < 0x20) return fail();
    std::uint32_t code = 0;
    if (*at_++ == '\\' && !escape(code)) return false;
  }
  return take('"');
}

bool json_scan::whole(std::int64_t& out) {
  constexpr std::int64_t kMost = (std::int64_t{1} << 53) - 1;
  if (!is_digit(peek())) return fail();
  const char* const begin = at_;
  out = 0;
  for (; at_ != end_ && is_digit(*at_); ++at_) {
    out = out * 10 + (*at_ - '0');
    if (out > kMost) return fail();
  }
  const bool leading_zero = *begin == '0' && at_ - begin > 1;
  const bool goes_on = at_ != end_ && (*at_ == '.' || *at_ == 'e' || *at_ == 'E');
  return leading_zero || goes_on ? fail() : true;
}

/// A number, true, false or null.
bool json_scan::scalar() {
  for (const std::string_view word : {"true", "false", "null"}) {
    const auto left = static_cast<std::size_t>(end_ - at_);
    if (left < word.size() || std::string_view{at_, word.size()} != word) continue;
    at_ += word.size();
    return true;
  }
  if (at_ != end_ && *at_ == '-') ++at_;
  const auto digits = [this] {
    const char* const begin = at_;
    while (at_ != end_ && is_digit(*at_)) ++at_;
    return at_ - begin;
  };
  const bool zero = at_ != end_ && *at_ == '0';
  const auto whole_digits = digits();
  if (whole_digits == 0 || (zero && whole_digits > 1)) return fail();
  if (at_ != end_ && *at_ == '.' && (++at_, digits() == 0)) return fail();
  if (at_ != end_ && (*at_ == 'e' || *at_ == 'E')) {
    ++at_;
    if (at_ != end_ && (*at_ == '+' || *at_ == '-')) ++at_;
    if (digits() == 0) return fail();
  }
  return true;
}

bool json_scan::skip() {
  char closes[kDepth];
  bool first[kDepth];
  unsigned depth = 0;
  while (true) {
    const char next = peek();
    if (next == '{' || next == '[') {
      if (depth == kDepth) return fail();
      closes[depth] = next == '{' ? '}' : ']';
      first[depth++] = true;
      ++at_;
    } else if (next == '"') {
      if (!skip_string()) return false;
    } else if (!scalar()) {
      return false;
    }
    while (depth > 0 && !more(closes[depth - 1], first[depth - 1])) {
      if (failed_) return false;
      --depth;
    }
    if (depth == 0) return !failed_;
    if (closes[depth - 1] == '}' && (!skip_string() || !take(':'))) return false;
  }
}

}  // namespace qorgan::codec
