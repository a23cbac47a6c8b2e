#include "stir/tn_auth_list.h"

namespace qorgan::stir {
namespace {

// Tags of X.690 as they occur in a TNAuthorizationList, whose module has explicit tags.
constexpr unsigned char kSequence = 0x30;
constexpr unsigned char kInteger = 0x02;
constexpr unsigned char kIa5String = 0x16;
constexpr unsigned char kProvider = 0xa0;
constexpr unsigned char kRange = 0xa1;
constexpr unsigned char kOne = 0xa2;

using bytes = std::span<const unsigned char>;

struct element {
  unsigned char tag = 0;
  bytes content;
};

/// Takes the element at the front of `from`; nothing when it is malformed.
std::optional<element> take(bytes& from) {
  if (from.size() < 2) return std::nullopt;
  element out{from[0], {}};
  std::size_t length = from[1];
  std::size_t header = 2;
  if (length >= 0x80) {
    const std::size_t count = length & 0x7f;
    if (count == 0 || count > 2 || from.size() < 2 + count) return std::nullopt;
    length = 0;
    for (std::size_t i = 0; i < count; ++i) length = length << 8 | from[2 + i];
    header += count;
    if (length < 0x80 || (count == 2 && length < 0x100)) return std::nullopt;  // DER: the shortest
  }
  if (from.size() - header < length) return std::nullopt;
  out.content = from.subspan(header, length);
  from = from.subspan(header + length);
  return out;
}

/// The one element inside `content`.
std::optional<bytes> only(bytes content, unsigned char tag) {
  const auto inner = take(content);
  if (!inner || inner->tag != tag || !content.empty()) return std::nullopt;
  return inner->content;
}

std::string text_of(bytes content) {
  return {content.begin(), content.end()};
}

/// Decimal digits; '*' and '#' are in the grammar and in no number that could be called.
bool read_number(bytes content, tn_auth_list::number_range& out) {
  if (content.empty() || content.size() > 15) return false;
  out.digits = static_cast<unsigned>(content.size());
  for (const unsigned char c : content) {
    if (c < '0' || c > '9') return false;
    out.first = out.first * 10 + (c - '0');
  }
  return true;
}

bool read_range(bytes content, tn_auth_list::number_range& out) {
  const auto sequence = only(content, kSequence);
  if (!sequence) return false;
  bytes rest = *sequence;
  const auto start = take(rest);
  const auto count = take(rest);
  if (!start || start->tag != kIa5String || !count || count->tag != kInteger) return false;
  if (!read_number(start->content, out)) return false;
  if (count->content.empty() || count->content.size() > 7 || count->content[0] >= 0x80)
    return false;
  out.count = 0;
  for (const unsigned char byte : count->content) out.count = out.count << 8 | byte;
  return out.count >= 2;
}

bool read_entry(const element& entry, tn_auth_list& out) {
  if (entry.tag == kProvider) {
    const auto code = only(entry.content, kIa5String);
    if (!code || code->empty()) return false;
    out.providers.push_back(text_of(*code));
    return true;
  }
  tn_auth_list::number_range numbers;
  bool good = false;
  if (entry.tag == kRange) {
    good = read_range(entry.content, numbers);
  } else if (entry.tag == kOne) {
    const auto one = only(entry.content, kIa5String);
    good = one && read_number(*one, numbers);
  }
  if (good) out.numbers.push_back(numbers);
  return good;
}

}  // namespace

bool tn_auth_list::covers(std::string_view tn) const {
  if (!providers.empty()) return true;
  if (tn.empty() || tn.size() > 15) return false;
  std::uint64_t value = 0;
  for (const char c : tn) {
    if (c < '0' || c > '9') return false;
    value = value * 10 + static_cast<std::uint64_t>(c - '0');
  }
  for (const number_range& range : numbers) {
    if (range.digits == tn.size() && value >= range.first && value - range.first < range.count) {
      return true;
    }
  }
  return false;
}

std::optional<tn_auth_list> parse_tn_auth_list(std::span<const unsigned char> der) {
  auto rest = only(der, kSequence);
  if (!rest || rest->empty()) return std::nullopt;
  tn_auth_list out;
  while (!rest->empty()) {
    const auto entry = take(*rest);
    if (!entry || out.providers.size() + out.numbers.size() == kTnEntries) return std::nullopt;
    if (!read_entry(*entry, out)) return std::nullopt;
  }
  return out;
}

}  // namespace qorgan::stir
