#include "domain/number_plan.h"

#include <algorithm>
#include <array>
#include <span>

#include "domain/number_plan_data.h"

// Signalled text becomes E.164 in three steps: `read_digits` takes everything that is only writing
// away (scheme, parameters, separators, escapes), `candidates` says what the digits may mean under
// the dial plan, and the best of those readings wins: the first in an assigned range, else the
// first of a possible length, else the first there is. Digits alone are ambiguous ("8 10 7 …"
// against "8 1 …"), and the plan of the world settles that better than a fixed order would.

namespace qorgan {
namespace {

using namespace number_plan_data;

/// More digits than any number with the longest prefix before it. What is longer is cut here and
/// has no reading with a possible length.
constexpr std::size_t kMostDigits = 32;
/// Fewer digits without plus sign are a short code, which only means something inside a network.
constexpr std::size_t kFewestBareDigits = 7;
constexpr std::size_t kMostE164Digits = 15;

struct digit_text {
  std::array<char, kMostDigits> bytes;
  std::size_t size = 0;
  bool plus = false;
  bool good = true;  ///< nothing but digits, one leading plus sign and separators

  std::string_view view() const { return {bytes.data(), size}; }
};

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

/// `prefix` in lower case.
bool begins_with(std::string_view text, std::string_view prefix) {
  return text.size() >= prefix.size() && std::equal(prefix.begin(), prefix.end(), text.begin(),
                                                    [](char p, char t) { return p == lower(t); });
}

int hex_value(char c) {
  c = lower(c);
  if (c >= '0' && c <= '9') return c - '0';
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/// The character at `at` with its escape (RFC 3986 section 2.1) undone; `at` moves to its last
/// byte.
char unescaped(std::string_view text, std::size_t& at) {
  if (text[at] != '%' || text.size() - at < 3) return text[at];
  const int high = hex_value(text[at + 1]);
  const int low = hex_value(text[at + 2]);
  if (high < 0 || low < 0) return text[at];
  at += 2;
  return static_cast<char>(high * 16 + low);
}

/// What a character of a signalled number is: a digit's value, or one of these.
enum meaning : std::uint8_t { separator = 10, plus_sign, escape, end, foreign };

constexpr auto kMeanings = [] {
  std::array<std::uint8_t, 256> table{};
  table.fill(foreign);
  for (unsigned digit = 0; digit < 10; ++digit) table['0' + digit] = std::uint8_t(digit);
  // RFC 3966 "visual-separator", and the space people write.
  for (const unsigned char c : {'-', '.', '(', ')', ' '}) table[c] = separator;
  table['+'] = plus_sign;
  table['%'] = escape;
  table[';'] = end;  // parameters (";phone-context=…", ";ext=…") are not part of the number
  return table;
}();

std::uint8_t meaning_of(char c) {
  return kMeanings[static_cast<unsigned char>(c)];
}

digit_text read_digits(std::string_view text) {
  digit_text out;
  if (begins_with(text, "tel:")) text.remove_prefix(4);
  for (std::size_t i = 0; i < text.size(); ++i) {
    std::uint8_t what = meaning_of(text[i]);
    if (what == escape) what = meaning_of(unescaped(text, i));
    if (what < 10) {
      if (out.size < kMostDigits) out.bytes[out.size++] = static_cast<char>('0' + what);
    } else if (what == end) {
      break;
    } else if (what == plus_sign && out.size == 0 && !out.plus) {
      out.plus = true;
    } else if (what != separator) {
      out.good = false;
      break;
    }
  }
  return out;
}

const number_info& answer_at(std::uint16_t at) {
  return kAnswers[kRows[at].answer];
}

std::uint16_t walk(std::uint16_t at, std::string_view digits) {
  for (const char c : digits) at = kRows[at].next[c - '0'];
  return at;
}

/// Calling codes by the two letters of a country: looked up for every number without a plus sign.
class calling_code_table {
 public:
  calling_code_table() {
    for (std::size_t i = 0; i < kCallingCodeCount; ++i) {
      const auto& entry = kCallingCodes[i];
      digits_[slot(entry.country)] = entry.digits;
    }
  }
  /// Empty for a country that is not known.
  std::string_view of(country where) const {
    const bool letters =
        std::ranges::all_of(where.code, [](char c) { return c >= 'A' && c <= 'Z'; });
    return letters ? digits_[slot(where.code)] : std::string_view{};
  }

 private:
  static std::size_t slot(const char (&code)[2]) {
    return static_cast<std::size_t>(code[0] - 'A') * 26 + static_cast<std::size_t>(code[1] - 'A');
  }
  std::array<std::string_view, 26 * 26> digits_;
};

std::string_view calling_code_of(country where) {
  static const calling_code_table table;
  return table.of(where);
}

/// Picks the best of the readings offered, in the order they are offered.
class best_reading {
 public:
  /// `code` and `rest` are one number; `only` restricts it to a country. True: no better can come.
  bool offer(std::string_view code, std::string_view rest, country only = {}) {
    const std::uint16_t end = walk(walk(kRoot, code), rest);
    number_info info = answer_at(end);
    if (!only.empty() && info.where != only) return false;
    const std::size_t length = code.size() + rest.size();
    if (length > kMostE164Digits) {
      info = answer_at(walk(walk(kRoot, code), rest.substr(0, kMostE164Digits - code.size())));
      info.type = number_type::unknown;
      info.validity = info.where.empty() ? info.validity : number_validity::wrong_length;
    }
    if (best_.info.validity <= info.validity) return false;
    best_.info = info;
    best_.number = length > kMostE164Digits ? e164{} : joined(code, rest);
    return info.validity == number_validity::valid;
  }
  const normalised& best() const { return best_; }

 private:
  static e164 joined(std::string_view code, std::string_view rest) {
    if (code.empty()) return e164::from_digits(rest).value_or(e164{});
    std::array<char, kMostE164Digits> digits;
    std::ranges::copy(code, digits.begin());
    std::ranges::copy(rest, digits.begin() + code.size());
    return e164::from_digits({digits.data(), code.size() + rest.size()}).value_or(e164{});
  }

  normalised best_;  // not_a_number, which is worse than every reading
};
static_assert(number_validity::valid < number_validity::unallocated &&
              number_validity::unallocated < number_validity::wrong_length &&
              number_validity::wrong_length < number_validity::unknown_country &&
              number_validity::unknown_country < number_validity::not_a_number);

normalised read_bare(std::string_view digits, const dial_plan& plan) {
  best_reading reading;
  const std::string_view home = calling_code_of(plan.home);
  for (const std::string& prefix : plan.international) {
    if (!digits.starts_with(prefix)) continue;
    if (reading.offer({}, digits.substr(prefix.size()))) return reading.best();
  }
  for (const std::string& prefix : plan.national) {
    if (home.empty() || !digits.starts_with(prefix)) continue;
    if (reading.offer(home, digits.substr(prefix.size()))) return reading.best();
  }
  if (plan.bare_international && reading.offer({}, digits)) return reading.best();
  // A national number without its prefix: only where nothing better explains the digits, and only
  // inside the home country, since calling codes are shared.
  if (!home.empty()) reading.offer(home, digits, plan.home);
  return reading.best();
}

}  // namespace

normalised normalise(std::string_view text, const dial_plan& plan) {
  const digit_text digits = read_digits(text);
  if (!digits.good || digits.size == 0) return {};
  if (digits.plus) {
    best_reading reading;
    reading.offer({}, digits.view());
    return reading.best();
  }
  if (digits.size < kFewestBareDigits) return {};
  return read_bare(digits.view(), plan);
}

number_info classify(e164 number) {
  if (number.empty()) return {};
  std::array<char, 16> digits;
  const unsigned size = number.digits(digits.data());
  return answer_at(walk(kRoot, {digits.data(), size}));
}

range_hint kz_range(e164 number) {
  std::array<char, 16> digits;
  const std::string_view text{digits.data(), number.empty() ? 0 : number.digits(digits.data())};
  const std::span ranges{kKzRanges, kKzRangeCount};
  // Prefixes are sorted as text, so the longest one that fits is the last one that is not behind
  // the number and fits; prefixes between it and the number share its beginning, and are few.
  auto at = std::ranges::upper_bound(ranges, text, {},
                                     [](const kz_row& r) { return std::string_view{r.prefix}; });
  while (at != ranges.begin()) {
    const std::string_view prefix{(--at)->prefix};
    if (text.starts_with(prefix)) return at->hint;
    if (prefix.substr(0, 3) != text.substr(0, 3)) break;
  }
  return {};
}

bool is_emergency(std::string_view signalled, const dial_plan& plan,
                  std::span<const std::string> numbers) {
  const std::string_view text = signalled.substr(0, signalled.find(';'));
  // RFC 5031 section 4.2: "sos" alone or with a sub-service behind a dot.
  constexpr std::string_view kUrn = "urn:service:sos";
  if (begins_with(text, kUrn)) return text.size() == kUrn.size() || text[kUrn.size()] == '.';

  const digit_text digits = read_digits(signalled);
  if (!digits.good) return false;
  const auto listed = [&](std::string_view rest) {
    return std::ranges::any_of(numbers, [&](const std::string& n) { return n == rest; });
  };
  const std::string_view home = calling_code_of(plan.home);
  const auto listed_at_home = [&](std::string_view rest) {
    return !home.empty() && rest.starts_with(home) && listed(rest.substr(home.size()));
  };
  const auto behind = [&](const std::vector<std::string>& prefixes, auto&& holds) {
    return std::ranges::any_of(prefixes, [&](const std::string& prefix) {
      return digits.view().starts_with(prefix) && holds(digits.view().substr(prefix.size()));
    });
  };
  // In doubt it is an emergency: such short numbers cannot reach anybody else, and a call let
  // through in error costs less than one stopped in error.
  return listed(digits.view()) || listed_at_home(digits.view()) || behind(plan.national, listed) ||
         behind(plan.international, listed_at_home);
}

}  // namespace qorgan
