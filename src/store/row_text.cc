#include "store/row_text.h"

#include <array>
#include <charconv>

namespace qorgan::store {
namespace {

constexpr std::size_t kDigits = 15;

// Digits are written in base 11 as 1 to 10 and filled up with zeros, so that a number that ends
// sorts before every longer one and its own final zeros are not mistaken for the filling.
constexpr std::int64_t kBase = 11;
constexpr std::int64_t kAllNumbers = [] {
  std::int64_t all = 1;
  for (std::size_t i = 0; i < kDigits; ++i) all *= kBase;
  return all;
}();

template <typename Number>
void append_number(std::string& out, Number value) {
  std::array<char, 32> text;
  const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
  out.append(text.data(), end);
}

/// Cuts off and returns what is before `separator`; all of it when there is none.
std::string_view cut(std::string_view& text, char separator) {
  const std::size_t at = text.find(separator);
  const std::string_view part = text.substr(0, at);
  text.remove_prefix(at == std::string_view::npos ? text.size() : at + 1);
  return part;
}

template <typename Number>
Number number_in(std::string_view text) {
  Number value{};
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

/// Bytes of the UTF-8 character at the start of `text` (RFC 3629); 0 when it is not one.
std::size_t utf8_length(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(0);
  if (first < 0x80) return 1;
  const std::size_t length = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
  if (first < 0xc2 || first > 0xf4 || text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i) {
    if ((byte(i) & 0xc0) != 0x80) return 0;
  }
  const unsigned char second = byte(1);
  if (first == 0xe0 && second < 0xa0) return 0;  // longer than needed
  if (first == 0xed && second > 0x9f) return 0;  // a surrogate
  if (first == 0xf0 && second < 0x90) return 0;
  if (first == 0xf4 && second > 0x8f) return 0;  // beyond U+10FFFF
  return length;
}

bool is_plain(std::string_view text) {
  unsigned char odd = 0;
  for (const char c : text) odd |= static_cast<unsigned char>(c < 0x20 || c == 0x7f);
  return odd == 0;
}

}  // namespace

void append_reasons(std::string& out, std::span<const evidence> reasons) {
  for (const evidence& reason : reasons) {
    append_number(out, reason.detector.value);
    out += ':';
    append_number(out, reason.weight);
    out += ':';
    append_number(out, reason.observed);
    out += ':';
    append_number(out, reason.threshold);
    out += ';';
  }
}

std::vector<evidence> parse_reasons(std::string_view text) {
  std::vector<evidence> out;
  while (!text.empty()) {
    std::string_view entry = cut(text, ';');
    evidence reason;
    reason.detector.value = number_in<std::uint16_t>(cut(entry, ':'));
    reason.weight = number_in<float>(cut(entry, ':'));
    reason.observed = number_in<std::uint32_t>(cut(entry, ':'));
    reason.threshold = number_in<std::uint32_t>(entry);
    out.push_back(reason);
  }
  return out;
}

void append_messages(std::string& out, call_key key, std::span<const ladder_entry> messages) {
  for (const ladder_entry& message : messages) {
    append_number(out, to_us(message.at) - static_cast<std::int64_t>(key.value));
    out += ' ';
    append_number(out, message.cseq);
    out += ' ';
    append_number(out, message.status);
    out += ' ';
    out += message.way == direction::received ? '<' : '>';
    out += message.side == leg::caller ? 'c' : 'd';
    out += ' ';
    for (const char c : message.method.view()) out += c > ' ' && c < 0x7f && c != ';' ? c : '?';
    out += ';';
  }
}

std::vector<ladder_entry> parse_messages(std::string_view text, call_key key) {
  std::vector<ladder_entry> out;
  while (!text.empty()) {
    std::string_view entry = cut(text, ';');
    ladder_entry message;
    const auto after = number_in<std::int64_t>(cut(entry, ' '));
    message.at = from_us(static_cast<std::int64_t>(key.value) + after);
    message.cseq = number_in<std::uint32_t>(cut(entry, ' '));
    message.status = number_in<std::uint16_t>(cut(entry, ' '));
    const std::string_view where = cut(entry, ' ');
    message.way = where.starts_with('<') ? direction::received : direction::sent;
    message.side = where.ends_with('c') ? leg::caller : leg::callee;
    message.method = entry;
    out.push_back(message);
  }
  return out;
}

void append_clean(std::string& out, std::string_view text) {
  if (is_plain(text)) {
    out += text;
    return;
  }
  while (!text.empty()) {
    const std::size_t length = utf8_length(text);
    const auto first = static_cast<unsigned char>(text[0]);
    if (length == 0 || first < 0x20 || first == 0x7f) {
      out += '?';
      text.remove_prefix(1);
    } else {
      out += text.substr(0, length);
      text.remove_prefix(length);
    }
  }
}

std::string clean(std::string_view text) {
  std::string out;
  append_clean(out, text);
  return out;
}

void append_party(std::string& out, const party& side) {
  if (side.number.empty()) return append_clean(out, side.signalled);
  std::array<char, 16> digits;
  out += '+';
  out.append(digits.data(), side.number.digits(digits.data()));
}

number_range range_of(std::string_view digits) {
  if (digits.empty() || digits.size() > kDigits) return {};
  std::int64_t value = 0;
  std::int64_t span = kAllNumbers;
  for (const char c : digits) {
    if (c < '0' || c > '9') return {};
    value = value * kBase + (c - '0') + 1;
    span /= kBase;
  }
  return {value * span, value * span + span - 1};
}

std::int64_t search_number(const party& side) {
  std::array<char, 16> digits;
  const std::string_view own{digits.data(), side.number.digits(digits.data())};
  const number_range range = range_of(side.number.empty() ? side.signalled.view() : own);
  return range.first > range.last ? -1 : range.first;
}

std::string like_whole(std::string_view text) {
  if (text.empty()) return "%";
  std::string out;
  for (const char c : clean(text)) {
    if (c == '%' || c == '_' || c == '!') out += '!';
    out += c;
  }
  return out;
}

std::string like_part(std::string_view text) {
  return text.empty() ? "%" : "%" + like_whole(text) + "%";
}

}  // namespace qorgan::store
