#include "console/clean_text.h"

#include <algorithm>

namespace qorgan::console {
namespace {

struct code_point {
  char32_t value = 0;
  std::size_t size = 0;  // 0: not valid UTF-8
};

// RFC 3629: no overlong forms, no surrogates, nothing behind U+10FFFF.
code_point decode(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text[0]);
  if (lead < 0x80) return {lead, 1};
  const std::size_t size = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : lead >= 0xc2 ? 2 : 0;
  if (size == 0 || lead > 0xf4 || text.size() < size) return {};
  char32_t value = lead & (0x7f >> size);
  for (std::size_t i = 1; i < size; ++i) {
    const auto next = static_cast<unsigned char>(text[i]);
    if ((next & 0xc0) != 0x80) return {};
    value = (value << 6) | (next & 0x3f);
  }
  constexpr char32_t kLeast[5] = {0, 0, 0x80, 0x800, 0x10000};
  if (value < kLeast[size] || value > 0x10ffff || (value >= 0xd800 && value < 0xe000)) return {};
  return {value, size};
}

bool presentable(char32_t c) {
  if (c < 0x20 || (c >= 0x7f && c < 0xa0)) return false;  // C0, DEL, C1
  if (c == 0x061c || c == 0x00ad || c == 0xfeff) return false;
  if (c >= 0x200b && c <= 0x200f) return false;  // zero width, LRM, RLM
  if (c >= 0x2028 && c <= 0x202e) return false;  // line ends, embeddings, overrides
  if (c >= 0x2060 && c <= 0x206f) return false;  // joiners, isolates
  return c < 0xe0000;                            // tags, private planes
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

}  // namespace

std::string clean_text(std::string_view text, std::size_t max_bytes) {
  std::string out;
  while (!text.empty()) {
    const code_point c = decode(text);
    const std::size_t size = std::max<std::size_t>(c.size, 1);
    if (c.size > 0 && presentable(c.value)) {
      if (out.size() + size > max_bytes) break;
      out.append(text.substr(0, size));
    }
    text.remove_prefix(size);
  }
  return out;
}

std::string mask_number(std::string_view number) {
  const std::string clean = clean_text(number, 48);
  const auto digits = static_cast<std::size_t>(std::ranges::count_if(clean, is_digit));
  if (digits < 5) return clean;
  const std::size_t head = digits >= 10 ? 4 : digits >= 7 ? 2 : 1;
  const std::size_t tail = digits >= 7 ? 2 : 0;
  std::string out;
  std::size_t seen = 0;
  for (const char c : clean) {
    if (!is_digit(c)) {
      out += c;
      continue;
    }
    const bool shown = seen < head || seen >= digits - tail;
    ++seen;
    if (shown) {
      out += c;
    } else {
      out += "•";
    }
  }
  return out;
}

}  // namespace qorgan::console
