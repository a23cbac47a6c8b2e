#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/hash.h"
#include "base/large_pages.h"

namespace qorgan::engine {

/// How a record came into its place.
enum class claimed : std::uint8_t { found, fresh, replaced };

/// A fixed number of records found by key, in sets of ten. The first line of a set holds a 16-bit
/// tag and the time of last use of each of its records, so that a search touches two cache lines
/// and choosing what to forget touches none of the records. When all ten places of a set are taken,
/// the one unused for longest is forgotten. Nothing is allocated after construction, and no record
/// ever moves: a pointer stays good until the record is erased or replaced.
///
/// `Record` needs `std::uint64_t key` and `void begin(std::uint64_t key, std::uint32_t now_s)`.
/// Keys must not be zero.
template <typename Record>
class entity_table {
 public:
  static constexpr unsigned kWays = 10;

  entity_table(std::size_t bytes, std::uint64_t seed)
      : seed_{seed},
        sets_(std::max<std::size_t>(1, bytes / (sizeof(set) + kWays * sizeof(Record)))),
        records_(sets_.size() * kWays) {}

  std::size_t capacity() const { return records_.size(); }
  std::size_t size() const { return size_; }
  /// Records given up for others so far.
  std::uint64_t forgotten() const { return forgotten_; }
  std::size_t memory_bytes() const {
    return sets_.size() * sizeof(set) + records_.size() * sizeof(Record);
  }

  /// Begins to fetch what `find` and `claim` will touch first.
  void prefetch(std::uint64_t key) const { __builtin_prefetch(&sets_[place(key).set]); }
  /// Begins to fetch the record itself, if there is one.
  void prefetch_record(std::uint64_t key) const {
    const where at = place(key);
    const set& tags = sets_[at.set];
    for (unsigned way = 0; way < kWays; ++way) {
      if (tags.tag[way] != at.tag) continue;
      const auto* record = reinterpret_cast<const char*>(&records_[at.set * kWays + way]);
      __builtin_prefetch(record, 1);
      if constexpr (sizeof(Record) > 64) __builtin_prefetch(record + 64, 1);
      return;
    }
  }

  Record* find(std::uint64_t key) {
    const where at = place(key);
    const int way = way_of(at, key);
    return way < 0 ? nullptr : &records_[at.set * kWays + static_cast<unsigned>(way)];
  }

  struct claim_result {
    Record* record;
    claimed how;
  };
  /// The record of `key`, or a place for it. `before_replace(record)` is called with the old record
  /// still whole when one has to be forgotten; afterwards the record has been begun anew.
  template <typename BeforeReplace>
  claim_result claim(std::uint64_t key, std::uint32_t now_s, BeforeReplace&& before_replace) {
    const where at = place(key);
    set& tags = sets_[at.set];
    if (const int way = way_of(at, key); way >= 0) {
      tags.used_s[way] = now_s;
      return {&records_[at.set * kWays + static_cast<unsigned>(way)], claimed::found};
    }
    unsigned chosen = 0;
    for (unsigned way = 0; way < kWays; ++way) {
      if (tags.tag[way] == 0) {
        chosen = way;
        break;
      }
      if (tags.used_s[way] < tags.used_s[chosen]) chosen = way;
    }
    Record& record = records_[at.set * kWays + chosen];
    const bool taken = tags.tag[chosen] != 0;
    if (taken) {
      before_replace(record);
      ++forgotten_;
    } else {
      ++size_;
    }
    tags.tag[chosen] = at.tag;
    tags.used_s[chosen] = now_s;
    record.begin(key, now_s);
    return {&record, taken ? claimed::replaced : claimed::fresh};
  }
  claim_result claim(std::uint64_t key, std::uint32_t now_s) {
    return claim(key, now_s, [](const Record&) {});
  }

  void erase(Record& record) {
    const auto index = static_cast<std::size_t>(&record - records_.data());
    sets_[index / kWays].tag[index % kWays] = 0;
    record.key = 0;
    --size_;
  }
  void clear() {
    std::fill(sets_.begin(), sets_.end(), set{});
    size_ = 0;
  }

  std::uint32_t index_of(const Record& record) const {
    return static_cast<std::uint32_t>(&record - records_.data());
  }
  Record& at(std::uint32_t index) { return records_[index]; }
  const Record& at(std::uint32_t index) const { return records_[index]; }

 private:
  struct alignas(64) set {
    std::uint32_t used_s[kWays] = {};
    std::uint16_t tag[kWays] = {};  // 0: free
  };
  static_assert(sizeof(set) == 64);

  struct where {
    std::size_t set;
    std::uint16_t tag;
  };
  where place(std::uint64_t key) const {
    const std::uint64_t h = mix64(key ^ seed_);
    const auto tag = static_cast<std::uint16_t>(h);
    const auto set_index = ((h >> 32) * sets_.size()) >> 32;
    return {static_cast<std::size_t>(set_index), tag == 0 ? std::uint16_t{1} : tag};
  }
  int way_of(where at, std::uint64_t key) const {
    const set& tags = sets_[at.set];
    for (unsigned way = 0; way < kWays; ++way) {
      if (tags.tag[way] == at.tag && records_[at.set * kWays + way].key == key) {
        return static_cast<int>(way);
      }
    }
    return -1;
  }

  std::uint64_t seed_;
  std::vector<set, large_pages<set>> sets_;
  std::vector<Record, large_pages<Record>> records_;
  std::size_t size_ = 0;
  std::uint64_t forgotten_ = 0;
};

}  // namespace qorgan::engine
