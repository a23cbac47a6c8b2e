#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/assert.h"
#include "base/hash.h"
#include "base/large_pages.h"

namespace qorgan {

/// Finds values by a 64-bit key, usually the hash of something longer, so that several values may
/// share a key and the caller confirms which one is meant. Values are indexes into a pool.
///
/// Open addressing with linear probing; removal shifts the followers back, so no tombstones pile up
/// and a table that lived through a billion calls is as fast as a new one. Never grows.
class flat_hash_index {
 public:
  static constexpr std::uint32_t kNone = 0xffff'ffff;

  /// Room for `capacity` entries; at most 3/4 of the places are ever used.
  explicit flat_hash_index(std::size_t capacity)
      : places_(std::bit_ceil(capacity + capacity / 3 + 2)), capacity_(capacity) {}

  /// False when full. The same pair may be put in only once.
  bool insert(std::uint64_t key, std::uint32_t value) {
    QORGAN_ASSERT(value != kNone);
    if (size_ == capacity_) return false;
    std::size_t at = home(key);
    while (places_[at].value != kNone) at = next(at);
    places_[at] = {key, value};
    ++size_;
    return true;
  }

  /// First value of this key for which `is_it(value)`; `kNone` when there is none.
  template <typename IsIt>
  std::uint32_t find(std::uint64_t key, IsIt is_it) const {
    for (std::size_t at = home(key); places_[at].value != kNone; at = next(at)) {
      if (places_[at].key == key && is_it(places_[at].value)) return places_[at].value;
    }
    return kNone;
  }
  std::uint32_t find(std::uint64_t key) const {
    return find(key, [](std::uint32_t) { return true; });
  }

  /// False when that pair is not there.
  bool erase(std::uint64_t key, std::uint32_t value) {
    std::size_t at = home(key);
    while (places_[at].value != value || places_[at].key != key) {
      if (places_[at].value == kNone) return false;
      at = next(at);
    }
    close_gap(at);
    --size_;
    return true;
  }

  std::size_t size() const { return size_; }
  std::size_t capacity() const { return capacity_; }

 private:
  struct place {
    std::uint64_t key = 0;
    std::uint32_t value = kNone;
  };

  // The keys' own low bits may be poor (a pointer, a counter), hence the mixing.
  std::size_t home(std::uint64_t key) const { return mix64(key) & (places_.size() - 1); }
  std::size_t next(std::size_t at) const { return (at + 1) & (places_.size() - 1); }

  /// Every follower in the run moves into the gap unless that would put it before its home.
  void close_gap(std::size_t gap) {
    const std::size_t mask = places_.size() - 1;
    for (std::size_t at = next(gap); places_[at].value != kNone; at = next(at)) {
      const std::size_t from_home = (at - home(places_[at].key)) & mask;
      if (from_home < ((at - gap) & mask)) continue;
      places_[gap] = places_[at];
      gap = at;
    }
    places_[gap].value = kNone;
  }

  std::vector<place, large_pages<place>> places_;
  std::size_t capacity_;
  std::size_t size_ = 0;
};

}  // namespace qorgan
