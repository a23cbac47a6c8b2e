#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/ip_address.h"
#include "bench/load/wire.h"

namespace qorgan::load {

/// Sixteen hexadecimal digits that name a call: run, slot and serial number. Branch, tag and
/// Call-ID carry them, so an answer finds its slot without a table.
struct call_name {
  std::uint16_t run = 0;
  std::uint16_t slot = 0;
  std::uint32_t serial = 0;

  std::array<char, 16> text() const;
  /// False when these are not sixteen hexadecimal digits.
  static bool parse(std::string_view digits, call_name& out);
};

/// A message built once, of which only the numbers and the name change: a few dozen bytes are
/// copied per call, nothing is formatted. Placeholders in the text: runs of \1 (caller digits),
/// \2 (callee digits), \3 (name), each as long as what replaces it.
class message_template {
 public:
  explicit message_template(std::string text);
  /// Writes the message into `out` (at least `size()` bytes).
  void write(std::string_view caller, std::string_view callee, std::string_view name,
             char* out) const;
  std::size_t size() const { return text_.size(); }

 private:
  struct patch {
    std::uint32_t at;
    char kind;
  };
  std::string text_;
  std::vector<patch> patches_;
};

/// INVITE with SDP as a border controller sends it; `caller_digits` is the caller's length. `dial`
/// is the called number; empty: a place for it.
std::string invite_text(const ip_endpoint& local, const ip_endpoint& to, unsigned caller_digits,
                        carrier over = carrier::udp, const std::string& dial = {});
/// ";transport=tcp" or nothing for UDP: what a Contact needs.
std::string_view uri_transport(carrier over);
inline constexpr unsigned kCalleeDigits = 11;   ///< 7701…
inline constexpr unsigned kHonestDigits = 13;   ///< 4915…
inline constexpr unsigned kSpoofedDigits = 11;  ///< 77172200…
inline constexpr std::string_view kCallIdPrefix = "ld-";

/// `value` in decimal, filled with zeros, at the end of `out`.
void put_digits(std::uint64_t value, char* begin, char* end);

}  // namespace qorgan::load
