#pragma once

#include <algorithm>
#include <cstdint>
#include <string_view>
#include <vector>

#include "gateway/byte_pool.h"
#include "gateway/watch_tracker.h"

namespace qorgan::gateway {

/// Holds mirrored messages for a moment so that they leave in the order of their times: several
/// agents, and UDP, deliver them otherwise. Copies the bytes; allocates nothing after warm-up.
class watch_window {
 public:
  watch_window(std::size_t memory_bytes, std::size_t messages, std::int64_t wait_ms)
      : bytes_{memory_bytes}, room_{messages}, wait_{wait_ms * 1'000} {
    held_.reserve(messages);
  }

  /// False, and nothing kept, when it is full: `release_one` makes room.
  bool put(std::string_view message, const mirrored& on) {
    if (held_.size() == room_) return false;
    const stored kept = bytes_.keep(message);
    if (!kept) return false;
    held_.push_back({on, kept, next_++});
    std::ranges::push_heap(held_, later);
    return true;
  }

  /// Calls `take(std::string_view, const mirrored&)` for every message that has waited long enough.
  template <typename Take>
  void release(timestamp now, Take&& take) {
    while (!held_.empty() && held_.front().on.at + wait_ <= now) release_one(take);
  }
  template <typename Take>
  void release_all(Take&& take) {
    while (!held_.empty()) release_one(take);
  }
  /// The earliest one, however short it has waited.
  template <typename Take>
  void release_one(Take&& take) {
    if (held_.empty()) return;
    std::ranges::pop_heap(held_, later);
    held out = held_.back();
    held_.pop_back();
    take(out.bytes.view(), out.on);
    bytes_.give_back(out.bytes);
  }

  bool empty() const { return held_.empty(); }

 private:
  struct held {
    mirrored on;
    stored bytes;
    std::uint64_t order = 0;
  };
  static bool later(const held& a, const held& b) {
    return a.on.at != b.on.at ? a.on.at > b.on.at : a.order > b.order;
  }

  byte_pool bytes_;
  std::size_t room_;
  duration wait_;
  std::uint64_t next_ = 0;
  std::vector<held> held_;
};

}  // namespace qorgan::gateway
