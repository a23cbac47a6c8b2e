#include "stir/recent_results.h"

#include <sodium.h>

#include <algorithm>
#include <cstring>

#include "base/assert.h"

namespace qorgan::stir {

recent_results::recent_results() : places_(kPlaces) {
  static_assert(crypto_shorthash_siphashx24_KEYBYTES == 16);
  QORGAN_ASSERT(sodium_init() >= 0);
  randombytes_buf(secret_.data(), secret_.size());
}

result_key recent_results::key_of(std::string_view question) const {
  unsigned char hash[crypto_shorthash_siphashx24_BYTES];
  crypto_shorthash_siphashx24(hash, reinterpret_cast<const unsigned char*>(question.data()),
                              question.size(), secret_.data());
  result_key out;
  std::memcpy(&out.low, hash, 8);
  std::memcpy(&out.high, hash + 8, 8);
  return out;
}

std::span<recent_results::place> recent_results::ways_of(const result_key& key) {
  return std::span{places_}.subspan(key.low % (kPlaces / kWays) * kWays, kWays);
}

const identity_finding* recent_results::find(const result_key& key, timestamp now) const {
  const std::size_t first = key.low % (kPlaces / kWays) * kWays;
  for (std::size_t i = first; i < first + kWays; ++i) {
    if (places_[i].key == key && now < places_[i].until) return &places_[i].found;
  }
  return nullptr;
}

void recent_results::keep(const result_key& key, const identity_finding& found, timestamp until) {
  const auto ways = ways_of(key);
  const auto same = std::ranges::find(ways, key, &place::key);
  place& into = same != ways.end() ? *same : *std::ranges::min_element(ways, {}, &place::until);
  into = {key, until, found};
}

}  // namespace qorgan::stir
