#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <limits>

#include "base/large_pages.h"

namespace qorgan {

/// Names one armed timer. Once it fired or was cancelled the handle is dead for good: the place may
/// serve another owner, the generation differs.
struct timer_handle {
  std::uint32_t index = 0;
  std::uint32_t generation = 0;  ///< 0: no timer

  constexpr explicit operator bool() const { return generation != 0; }
  constexpr bool operator==(const timer_handle&) const = default;
};

/// Hierarchical timing wheel (Varghese and Lauck, 1987): four levels of 256 slots, one millisecond
/// to a tick. Adding and cancelling take constant time whatever the number of timers; the wheel
/// knows no clock and no threads, so the same calls always fire the same timers in the same order.
///
/// A timer never fires early. Timers of one tick fire in an order that is fixed by the calls made
/// but is otherwise not promised. Memory is reserved at construction; nothing allocates later.
class timer_wheel {
 public:
  static constexpr std::int64_t kNever = std::numeric_limits<std::int64_t>::max();

  /// At most `capacity` timers at once. Times are milliseconds of any one clock, not negative.
  explicit timer_wheel(std::size_t capacity, std::int64_t now_ms = 0);

  /// `value` comes back when it fires. A deadline that has passed fires with the next tick. An
  /// empty handle, and no timer, when the wheel is full.
  timer_handle add(std::int64_t deadline_ms, std::uint64_t value);
  /// False when it has fired, was cancelled or never was.
  bool cancel(timer_handle timer);
  bool armed(timer_handle timer) const;

  /// Moves time forward and calls `fire(value)` for every timer due, deadlines in ascending order.
  /// `fire` may add and cancel timers; what it adds fires at a later tick, in the same call if that
  /// is not after `now_ms`. Time does not go back: an earlier `now_ms` does nothing.
  template <typename Fire>
  void advance(std::int64_t now_ms, Fire fire) {
    while (size_ != 0) {
      const std::int64_t next = next_event();
      if (next > now_ms) break;
      step_to(next);
      while (const entry* due = take_due()) fire(due->value);
    }
    if (now_ms > now_) now_ = now_ms;
  }

  /// When `advance` has something to do next; never after the earliest deadline, `kNever` when
  /// nothing is armed. For the wait between two rounds of the event loop.
  std::int64_t next_event() const;

  std::size_t size() const { return size_; }
  std::size_t capacity() const { return capacity_; }
  std::int64_t now() const { return now_; }

 private:
  static constexpr std::uint32_t kNone = 0xffff'ffff;
  static constexpr int kLevels = 4;
  static constexpr std::uint32_t kSlots = 256;
  static constexpr int kSlotBits = 8;
  static constexpr std::int64_t kSpan = std::int64_t{1} << (kLevels * kSlotBits);

  struct entry {
    std::int64_t deadline;
    std::uint64_t value;
    std::uint32_t next;
    std::uint32_t previous;
    std::uint32_t generation;  // odd while armed
    std::uint16_t slot;        // level * kSlots + slot
  };
  struct level {
    std::array<std::uint32_t, kSlots> first;
    std::array<std::uint64_t, kSlots / 64> occupied;
  };

  void link(std::uint32_t index);
  void unlink(std::uint32_t index);
  void release(std::uint32_t index);
  void step_to(std::int64_t tick);
  const entry* take_due();
  static int distance_to_occupied(const level& in, std::uint32_t slot);

  std::array<level, kLevels> levels_;
  raw_array<entry> entries_;
  std::size_t capacity_;
  std::size_t size_ = 0;
  std::uint32_t used_ = 0;  // entries ever used; the memory beyond is untouched
  std::uint32_t free_ = kNone;
  std::int64_t now_;
};

}  // namespace qorgan
