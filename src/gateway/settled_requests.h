#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "base/large_pages.h"
#include "sip/transaction_key.h"

namespace qorgan::gateway {

/// INVITEs whose final answer the centre made and has seen acknowledged. All that RFC 3261 still
/// asks of such a transaction is to swallow repetitions for Timer I (§17.2.1), for which its key is
/// enough: eight bytes instead of a transaction, a timer and a place in an index, each of them cold
/// memory by the time it would be cleaned up. Keys stay for one to two spans; the oldest span is
/// forgotten as a whole, and cleaned little by little while it waits for its next turn. When a span
/// is full, further keys are not remembered: a late repetition is then a new call.
class settled_requests {
 public:
  /// `capacity` keys per span of `span_ms`, which is at least Timer I.
  settled_requests(std::size_t capacity, std::int64_t span_ms);

  /// Brings in what `contains` and `add` of this key will touch.
  void prefetch(const sip::transaction_key& key) const;
  bool contains(const sip::transaction_key& key) const;
  void add(const sip::transaction_key& key);
  /// To be called kTicks times a span or more often: begins a new span when it is time.
  void tick(std::int64_t now_ms);
  std::size_t size() const { return newest().size + previous().size; }

  static constexpr std::size_t kTicks = 32;

 private:
  struct span {
    std::vector<std::uint64_t, large_pages<std::uint64_t>> keys;  // open addressing; 0: free
    std::size_t size = 0;
  };
  static std::uint64_t word_of(const sip::transaction_key& key);
  std::size_t home(std::uint64_t word) const { return word & mask_; }
  bool contains(const span& in, std::uint64_t word) const;

  const span& newest() const { return spans_[turn_ % 3]; }
  const span& previous() const { return spans_[(turn_ + 2) % 3]; }
  span& next() { return spans_[(turn_ + 1) % 3]; }
  void clean(std::size_t words);

  std::array<span, 3> spans_;
  std::size_t turn_ = 0;
  std::size_t cleaned_ = 0;  // words of the next span
  std::size_t capacity_;
  std::size_t mask_;
  std::int64_t span_ms_;
  std::int64_t began_ms_ = 0;
};

}  // namespace qorgan::gateway
