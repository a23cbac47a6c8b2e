#include "domain/ids.h"

#include <charconv>

#include "base/hash.h"

namespace qorgan {

trunk_id trunk_id_of(std::string_view name) {
  const std::uint64_t h = mix64(stable_hash(name));
  const auto folded = static_cast<std::uint16_t>(h ^ (h >> 16) ^ (h >> 32) ^ (h >> 48));
  return {folded == 0 ? std::uint16_t{1} : folded};
}

std::string to_string(call_key key) {
  std::string text(16, '0');
  constexpr std::string_view kDigits = "0123456789abcdef";
  for (std::size_t i = 0; i < 16; ++i) text[15 - i] = kDigits[(key.value >> (4 * i)) & 0xf];
  return text;
}

std::expected<call_key, std::string> parse_call_key(std::string_view text) {
  call_key key;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), key.value, 16);
  if (text.size() != 16 || error != std::errc{} || end != text.data() + text.size()) {
    return std::unexpected("a call id is 16 hexadecimal digits");
  }
  return key;
}

}  // namespace qorgan
