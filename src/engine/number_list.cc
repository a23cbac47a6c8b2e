#include "engine/number_list.h"

#include <bit>
#include <optional>
#include <string>

#include "base/hash.h"

namespace qorgan::engine {
namespace {

constexpr std::uint64_t kPrefixBit = std::uint64_t{1} << 63;

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r";
  const auto first = text.find_first_not_of(kBlank);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

/// The entry as a word of the table; nullopt when the line is neither number nor prefix.
std::optional<std::uint64_t> parse_entry(std::string_view line) {
  const bool prefix = line.ends_with('*');
  if (prefix) line.remove_suffix(1);
  if (!line.starts_with('+')) return std::nullopt;
  const auto number = e164::from_digits(line.substr(1));
  // Shorter than seven digits is no number of anybody: most likely a forgotten asterisk.
  if (!number || (!prefix && number->length() < 7)) return std::nullopt;
  return prefix ? number->packed() | kPrefixBit : number->packed();
}

}  // namespace

number_list number_list::parse(std::string_view file, std::string_view text,
                               config_errors& mistakes) {
  std::vector<std::uint64_t> entries;
  number_list list;
  int line_number = 0;
  while (!text.empty()) {
    const auto end = text.find('\n');
    std::string_view line = text.substr(0, end);
    text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
    ++line_number;
    line = trimmed(line.substr(0, line.find('#')));
    if (line.empty()) continue;
    if (const auto entry = parse_entry(line)) {
      entries.push_back(*entry);
      continue;
    }
    mistakes.push_back({std::string(file), line_number,
                        "'" + std::string(line) +
                            "' is neither a number like +77010000001 nor a prefix like +7701*"});
  }
  list.slots_.resize(std::bit_ceil(2 * entries.size() + 2));
  for (const std::uint64_t entry : entries) list.insert(entry);
  return list;
}

void number_list::insert(std::uint64_t packed) {
  if (find(packed)) return;
  std::size_t slot = mix64(packed) & (slots_.size() - 1);
  while (slots_[slot] != 0) slot = (slot + 1) & (slots_.size() - 1);
  slots_[slot] = packed;
  if ((packed & kPrefixBit) != 0) {
    prefix_lengths_.set(packed & 0xf);
    ++prefixes_;
  } else {
    ++numbers_;
  }
}

bool number_list::find(std::uint64_t packed) const {
  std::size_t slot = mix64(packed) & (slots_.size() - 1);
  for (; slots_[slot] != 0; slot = (slot + 1) & (slots_.size() - 1)) {
    if (slots_[slot] == packed) return true;
  }
  return false;
}

bool number_list::contains(e164 number) const {
  if (number.empty() || slots_.empty()) return false;
  if (numbers_ > 0 && find(number.packed())) return true;
  if (prefixes_ == 0) return false;
  for (unsigned length = 1; length <= number.length(); ++length) {
    if (!prefix_lengths_.test(length)) continue;
    if (find(number.without_last(number.length() - length).packed() | kPrefixBit)) return true;
  }
  return false;
}

}  // namespace qorgan::engine
