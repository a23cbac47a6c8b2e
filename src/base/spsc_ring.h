#pragma once

#include <atomic>
#include <bit>
#include <cstddef>
#include <memory>
#include <type_traits>

#include "base/assert.h"

namespace qorgan {

/// A bounded queue between exactly one writing and one reading thread, without locks. A full ring
/// refuses, it never waits: the caller counts what was lost. For trivially copyable values.
template <typename T>
class spsc_ring {
  static_assert(std::is_trivially_copyable_v<T>);

 public:
  /// Rounded up to a power of two.
  explicit spsc_ring(std::size_t capacity)
      : values_(std::make_unique<T[]>(std::bit_ceil(capacity))),
        mask_(std::bit_ceil(capacity) - 1) {
    QORGAN_ASSERT(capacity > 0);
  }

  /// Writer: false when full.
  bool push(const T& value) {
    T* const room = reserve();
    if (room == nullptr) return false;
    *room = value;
    commit();
    return true;
  }
  /// Writer: the place of the next value, to be filled in place, null when full. Then `commit`.
  T* reserve() {
    const std::size_t tail = tail_.load(std::memory_order_relaxed);
    if (tail - known_head_ > mask_) {
      known_head_ = head_.load(std::memory_order_acquire);
      if (tail - known_head_ > mask_) return nullptr;
    }
    return &values_[tail & mask_];
  }
  void commit() {
    tail_.store(tail_.load(std::memory_order_relaxed) + 1, std::memory_order_release);
  }

  /// Reader: false when empty.
  bool pop(T& value) {
    const T* const next = front();
    if (next == nullptr) return false;
    value = *next;
    pop_front();
    return true;
  }
  /// Reader: the oldest value where it lies, null when empty; valid until `pop_front`.
  const T* front() {
    const std::size_t head = head_.load(std::memory_order_relaxed);
    if (head == known_tail_) {
      known_tail_ = tail_.load(std::memory_order_acquire);
      if (head == known_tail_) return nullptr;
    }
    return &values_[head & mask_];
  }
  void pop_front() {
    head_.store(head_.load(std::memory_order_relaxed) + 1, std::memory_order_release);
  }

  /// From either thread; exact only when the other one rests.
  std::size_t size() const {
    const std::size_t head = head_.load(std::memory_order_acquire);
    return tail_.load(std::memory_order_acquire) - head;
  }
  std::size_t capacity() const { return mask_ + 1; }

 private:
  static constexpr std::size_t kCacheLine = 64;

  std::unique_ptr<T[]> values_;
  std::size_t mask_;
  // Each side keeps its last view of the other's counter, so that most calls touch no shared line.
  alignas(kCacheLine) std::atomic<std::size_t> tail_{0};
  std::size_t known_head_ = 0;
  alignas(kCacheLine) std::atomic<std::size_t> head_{0};
  std::size_t known_tail_ = 0;
};

}  // namespace qorgan
