#include "gateway/settled_requests.h"

#include <algorithm>
#include <bit>

#include "base/hash.h"

namespace qorgan::gateway {

settled_requests::settled_requests(std::size_t capacity, std::int64_t span_ms)
    : capacity_{capacity}, mask_{std::bit_ceil(2 * capacity + 2) - 1}, span_ms_{span_ms} {
  for (span& each : spans_) each.keys.resize(mask_ + 1);
}

std::uint64_t settled_requests::word_of(const sip::transaction_key& key) {
  const std::uint64_t word = combine(key.place, key.call);
  return word == 0 ? 1 : word;
}

void settled_requests::prefetch(const sip::transaction_key& key) const {
  const std::uint64_t word = word_of(key);
  __builtin_prefetch(&newest().keys[home(word)]);
  __builtin_prefetch(&previous().keys[home(word)]);
}

bool settled_requests::contains(const span& in, std::uint64_t word) const {
  if (in.size == 0) return false;
  for (std::size_t at = home(word); in.keys[at] != 0; at = (at + 1) & mask_) {
    if (in.keys[at] == word) return true;
  }
  return false;
}

bool settled_requests::contains(const sip::transaction_key& key) const {
  const std::uint64_t word = word_of(key);
  return contains(newest(), word) || contains(previous(), word);
}

void settled_requests::add(const sip::transaction_key& key) {
  span& into = spans_[turn_ % 3];
  if (into.size == capacity_) return;
  const std::uint64_t word = word_of(key);
  std::size_t at = home(word);
  while (into.keys[at] != 0 && into.keys[at] != word) at = (at + 1) & mask_;
  if (into.keys[at] == word) return;
  into.keys[at] = word;
  ++into.size;
}

void settled_requests::clean(std::size_t words) {
  span& waiting = next();
  const std::size_t until = std::min(cleaned_ + words, waiting.keys.size());
  if (waiting.size != 0) {
    std::fill(waiting.keys.begin() + static_cast<std::ptrdiff_t>(cleaned_),
              waiting.keys.begin() + static_cast<std::ptrdiff_t>(until), 0);
  }
  cleaned_ = until;
  if (cleaned_ == waiting.keys.size()) waiting.size = 0;
}

void settled_requests::tick(std::int64_t now_ms) {
  clean((mask_ + kTicks) / kTicks);
  if (now_ms - began_ms_ < span_ms_) return;
  clean(mask_ + 1);
  ++turn_;
  cleaned_ = 0;
  began_ms_ = now_ms;
}

}  // namespace qorgan::gateway
