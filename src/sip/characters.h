#pragma once

#include <array>
#include <cstdint>
#include <string_view>

namespace qorgan::sip {

// Character classes of the SIP grammar (RFC 3261 §25.1) as bits of one table, so that every scanner
// of the parser is a loop over one lookup.
namespace characters {

inline constexpr std::uint8_t kToken = 1;
/// userinfo without ':' and '@'. '#' is added: technical prefixes such as "0123#" arrive unescaped
/// from many switches and there is nothing they could be confused with.
inline constexpr std::uint8_t kUser = 2;
inline constexpr std::uint8_t kHost = 4;      ///< '_' is added, as host names in practice have it
inline constexpr std::uint8_t kUriTail = 8;   ///< parameters and headers of a SIP URI
inline constexpr std::uint8_t kValue = 16;    ///< unquoted parameter value, see below
inline constexpr std::uint8_t kDisplay = 32;  ///< token, white space, bytes of UTF-8
inline constexpr std::uint8_t kHex = 64;
inline constexpr std::uint8_t kSpace = 128;  ///< SP, HTAB, and CR LF of a folded line

consteval std::array<std::uint8_t, 256> make_table() {
  std::array<std::uint8_t, 256> table{};
  const auto add = [&table](std::string_view set, std::uint8_t bits) {
    for (const char c : set) table[static_cast<unsigned char>(c)] |= bits;
  };
  constexpr std::string_view kAlnum =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  add(kAlnum, kToken | kUser | kHost | kUriTail | kDisplay);
  add("-.!%*_+`'~", kToken | kDisplay);
  add("-_.!~*'()%&=+$,;?/#", kUser);
  add("-._", kHost);
  add("-_.!~*'()%[]/:&+$=;?", kUriTail);
  add("0123456789abcdefABCDEF", kHex);
  add(" \t\r\n", kSpace | kDisplay);
  // A parameter value is a token, a host or a quoted string. Tags and branches in base64 ('=', '/')
  // are seen from real equipment; they are only ever compared whole, so every visible character
  // that does not end a value is let through.
  for (int c = 0x21; c < 0x7f; ++c) table[static_cast<unsigned>(c)] |= kValue;
  for (const char c : std::string_view("\",;<>\\")) {
    table[static_cast<unsigned char>(c)] &= static_cast<std::uint8_t>(~kValue);
  }
  for (unsigned c = 0x80; c < 0x100; ++c) table[c] |= kDisplay;
  return table;
}

inline constexpr std::array<std::uint8_t, 256> kTable = make_table();

inline bool is(char c, std::uint8_t bits) {
  return kTable[static_cast<unsigned char>(c)] & bits;
}

inline const char* skip(const char* p, const char* end, std::uint8_t bits) {
  while (p != end && is(*p, bits)) ++p;
  return p;
}

inline std::string_view between(const char* begin, const char* end) {
  return {begin, static_cast<std::size_t>(end - begin)};
}

inline std::string_view trim(std::string_view text) {
  while (!text.empty() && is(text.front(), kSpace)) text.remove_prefix(1);
  while (!text.empty() && is(text.back(), kSpace)) text.remove_suffix(1);
  return text;
}

/// Decimal digits only, at least one, any number of leading zeros; -1 when above `max`.
inline std::int64_t parse_decimal(std::string_view text, std::int64_t max) {
  if (text.empty()) return -1;
  std::int64_t value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return -1;
    value = value * 10 + (c - '0');
    if (value > max) return -1;
  }
  return value;
}

/// `p` stands on the opening quote; returns the place behind the closing one, null when there is
/// none (RFC 3261 §25.1 quoted-string).
inline const char* skip_quoted(const char* p, const char* end) {
  for (++p; p != end; ++p) {
    if (*p == '"') return p + 1;
    if (*p == '\\' && ++p == end) return nullptr;
  }
  return nullptr;
}

}  // namespace characters
}  // namespace qorgan::sip
