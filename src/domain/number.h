#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace qorgan {

/// An international public telecommunication number (ITU-T E.164): 1 to 15 digits beginning with
/// the country code, held in one word. Empty when there is none.
class e164 {
 public:
  constexpr e164() = default;

  /// `digits` without plus sign; nullopt unless 1 to 15 decimal digits not beginning with zero.
  static constexpr std::optional<e164> from_digits(std::string_view digits) {
    if (digits.empty() || digits.size() > 15 || digits[0] == '0') return std::nullopt;
    std::uint64_t value = 0;
    for (const char c : digits) {
      if (c < '0' || c > '9') return std::nullopt;
      value = value * 10 + static_cast<std::uint64_t>(c - '0');
    }
    return e164{value, static_cast<unsigned>(digits.size())};
  }

  /// Inverse of `packed()`; for journal and tables.
  static constexpr e164 from_packed(std::uint64_t packed) {
    e164 number;
    number.packed_ = packed;
    return number;
  }

  constexpr bool empty() const { return packed_ == 0; }
  constexpr unsigned length() const { return static_cast<unsigned>(packed_ & 0xf); }
  constexpr std::uint64_t value() const { return packed_ >> 4; }
  constexpr std::uint64_t packed() const { return packed_; }

  /// The number range of `10^dropped` numbers this one lies in, e.g. its block of a hundred.
  constexpr e164 without_last(unsigned dropped) const {
    if (dropped >= length()) return {};
    std::uint64_t v = value();
    for (unsigned i = 0; i < dropped; ++i) v /= 10;
    return e164{v, length() - dropped};
  }

  /// Writes the digits without plus sign; returns their count (at most 15).
  unsigned digits(char* out) const {
    std::uint64_t v = value();
    for (unsigned i = length(); i > 0; --i, v /= 10) out[i - 1] = static_cast<char>('0' + v % 10);
    return length();
  }

  constexpr auto operator<=>(const e164&) const = default;

 private:
  constexpr e164(std::uint64_t value, unsigned length) : packed_{(value << 4) | length} {}

  std::uint64_t packed_ = 0;  // value in the upper 60 bits, length in the lower 4
};

/// "+77011234567", or "" when empty.
std::string to_string(e164 number);

/// ISO 3166-1 alpha-2 in two bytes; "001" (not geographic) and unknown are empty.
struct country {
  char code[2] = {0, 0};

  constexpr country() = default;
  constexpr explicit country(std::string_view text) {
    if (text.size() == 2) code[0] = text[0], code[1] = text[1];
  }
  constexpr bool empty() const { return code[0] == 0; }
  constexpr std::string_view text() const { return {code, empty() ? 0u : 2u}; }
  constexpr bool operator==(const country&) const = default;
};

enum class number_type : std::uint8_t {
  unknown,
  fixed_line,
  mobile,
  fixed_line_or_mobile,
  toll_free,
  premium_rate,
  shared_cost,
  voip,
  personal,
  pager,
  uan,
  voicemail,
};
std::string_view to_string(number_type type);

/// What the number plan says about a party's number as it was signalled.
enum class number_validity : std::uint8_t {
  valid,            ///< lies in an assigned range of its country
  unallocated,      ///< right length, no assigned range
  wrong_length,     ///< a known country, an impossible length
  unknown_country,  ///< no such country code
  not_a_number,     ///< letters, extensions, a short code, "anonymous", nothing at all
};
std::string_view to_string(number_validity validity);

struct number_info {
  country where;
  number_type type = number_type::unknown;
  number_validity validity = number_validity::not_a_number;
};

}  // namespace qorgan
