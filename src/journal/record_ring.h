#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <span>

#include "base/limits.h"
#include "codec/record.h"
#include "domain/record.h"
#include "journal/payload.h"

namespace qorgan::journal {

inline constexpr std::size_t kSlotBytes = kLengthBytes + limits::kRecordBytes;

/// A run is not longer than this; in bytes, only its last record goes beyond.
inline constexpr std::size_t kRunRecords = 1024;
inline constexpr std::size_t kRunBytes = 512u << 10;

/// Length-prefixed records in one piece of memory, in the form in which they stand in the file.
struct record_run {
  std::span<const std::byte> bytes;
  std::size_t records = 0;
};

/// Bounded queue of encoded records between one producer and one consumer, without locks.
///
/// A record never crosses the end of the ring: when a largest record might, the producer leaves a
/// mark and goes on at the start. So a run of records is always one piece of memory that is hashed,
/// bound to the SQL statement and decoded where it stands; nothing is copied after `codec::encode`.
class record_ring {
 public:
  explicit record_ring(std::size_t bytes)
      : size_{std::max(bytes, 4 * kSlotBytes)}, bytes_{new std::byte[size_]} {}

  /// Producer. False when a largest record may not fit.
  bool push(const record& entry) noexcept {
    std::size_t offset = static_cast<std::size_t>(head_ % size_);
    std::uint64_t begin = head_;
    if (size_ - offset < kSlotBytes) {
      begin += size_ - offset;
      if (!has_room(begin)) return false;
      if (size_ - offset >= kLengthBytes) std::memcpy(&bytes_[offset], &kWrap, kLengthBytes);
      offset = 0;
    } else if (!has_room(begin)) {
      return false;
    }
    const std::size_t length =
        codec::encode(entry, {&bytes_[offset + kLengthBytes], limits::kRecordBytes});
    const auto prefix = static_cast<record_length>(length);
    std::memcpy(&bytes_[offset], &prefix, kLengthBytes);
    head_ = begin + kLengthBytes + length;
    published_.store(head_, std::memory_order_release);
    return true;
  }
  /// Producer: more than half of the ring is waiting.
  bool is_half_full() const noexcept {
    return head_ - released_.load(std::memory_order_relaxed) > size_ / 2;
  }

  /// Where the consumer stands; positions only grow.
  struct cursor {
    std::uint64_t at = 0;
  };
  cursor oldest() const noexcept { return {released_.load(std::memory_order_relaxed)}; }
  cursor newest() const noexcept { return {published_.load(std::memory_order_acquire)}; }
  bool empty() const noexcept { return oldest().at == newest().at; }
  /// Consumer: the records between `from` and `until`, at most kRunRecords; moves `from` behind
  /// them. At the end of the ring's memory a run ends early.
  record_run peek(cursor& from, cursor until) const noexcept {
    skip_mark(from, until.at);
    const std::size_t begin = static_cast<std::size_t>(from.at % size_);
    record_run run;
    std::size_t offset = begin;
    while (from.at != until.at && run.records < kRunRecords && offset - begin < kRunBytes) {
      if (is_mark(offset)) break;
      const std::size_t step = kLengthBytes + length_at(&bytes_[offset]);
      offset += step;
      from.at += step;
      ++run.records;
    }
    run.bytes = {&bytes_[begin], offset - begin};
    return run;
  }
  /// Consumer: everything before `until` may be overwritten.
  void release(cursor until) noexcept { released_.store(until.at, std::memory_order_release); }

 private:
  static constexpr record_length kWrap = 0xffff;

  bool has_room(std::uint64_t begin) noexcept {
    if (begin + kSlotBytes - seen_released_ <= size_) return true;
    seen_released_ = released_.load(std::memory_order_acquire);
    return begin + kSlotBytes - seen_released_ <= size_;
  }
  bool is_mark(std::size_t offset) const noexcept {
    return size_ - offset < kLengthBytes || length_at(&bytes_[offset]) == kWrap;
  }
  void skip_mark(cursor& from, std::uint64_t end) const noexcept {
    const std::size_t offset = static_cast<std::size_t>(from.at % size_);
    if (from.at != end && is_mark(offset)) from.at += size_ - offset;
  }

  const std::size_t size_;
  const std::unique_ptr<std::byte[]> bytes_;  // left untouched, so that it costs memory when used
  alignas(64) std::uint64_t head_ = 0;        // producer only
  std::uint64_t seen_released_ = 0;           // producer only
  alignas(64) std::atomic<std::uint64_t> published_{0};
  alignas(64) std::atomic<std::uint64_t> released_{0};
};

}  // namespace qorgan::journal
