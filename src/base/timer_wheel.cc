#include "base/timer_wheel.h"

#include <algorithm>
#include <bit>

#include "base/assert.h"

namespace qorgan {

timer_wheel::timer_wheel(std::size_t capacity, std::int64_t now_ms)
    : entries_(capacity), capacity_(capacity), now_(now_ms) {
  QORGAN_ASSERT(capacity < kNone && now_ms >= 0);
  for (level& each : levels_) {
    each.first.fill(kNone);
    each.occupied.fill(0);
  }
}

timer_handle timer_wheel::add(std::int64_t deadline_ms, std::uint64_t value) {
  std::uint32_t index = free_;
  if (index != kNone) {
    free_ = entries_[index].next;
  } else if (used_ < capacity_) {
    index = used_++;
    entries_[index].generation = 0;
  } else {
    return {};
  }
  entry& e = entries_[index];
  e.deadline = std::max(deadline_ms, now_ + 1);
  e.value = value;
  ++e.generation;
  link(index);
  ++size_;
  return {index, e.generation};
}

bool timer_wheel::armed(timer_handle timer) const {
  return timer && timer.index < used_ && entries_[timer.index].generation == timer.generation;
}

bool timer_wheel::cancel(timer_handle timer) {
  if (!armed(timer)) return false;
  unlink(timer.index);
  release(timer.index);
  return true;
}

// The level is chosen by how far away the deadline is, the slot by the bits of the deadline itself.
// When a slot of a higher level begins, its timers are linked again and land lower. A deadline
// beyond the last level waits in its farthest slot and is linked again from there.
void timer_wheel::link(std::uint32_t index) {
  entry& e = entries_[index];
  const std::int64_t ahead = std::min(e.deadline - now_, kSpan - 1);
  const std::int64_t tick = now_ + ahead;
  int at = 0;
  while (at < kLevels - 1 && ahead >= std::int64_t{1} << ((at + 1) * kSlotBits)) ++at;
  const auto slot = static_cast<std::uint32_t>(tick >> (at * kSlotBits)) % kSlots;
  level& in = levels_[static_cast<std::size_t>(at)];
  e.slot = static_cast<std::uint16_t>(static_cast<std::uint32_t>(at) * kSlots + slot);
  e.previous = kNone;
  e.next = in.first[slot];
  if (e.next != kNone) entries_[e.next].previous = index;
  in.first[slot] = index;
  in.occupied[slot / 64] |= std::uint64_t{1} << (slot % 64);
}

void timer_wheel::unlink(std::uint32_t index) {
  const entry& e = entries_[index];
  if (e.next != kNone) entries_[e.next].previous = e.previous;
  if (e.previous != kNone) {
    entries_[e.previous].next = e.next;
    return;
  }
  level& in = levels_[e.slot / kSlots];
  const std::uint32_t slot = e.slot % kSlots;
  in.first[slot] = e.next;
  if (e.next == kNone) in.occupied[slot / 64] &= ~(std::uint64_t{1} << (slot % 64));
}

void timer_wheel::release(std::uint32_t index) {
  entry& e = entries_[index];
  ++e.generation;
  e.next = free_;
  free_ = index;
  --size_;
}

/// How many slots behind `slot`, itself excluded and going round once (256: itself), the next one
/// with timers is; 0 when the level is empty.
int timer_wheel::distance_to_occupied(const level& in, std::uint32_t slot) {
  const std::uint32_t start = (slot + 1) % kSlots;
  std::uint64_t word = in.occupied[start / 64] & (~std::uint64_t{0} << (start % 64));
  for (std::uint32_t i = 0; i <= kSlots / 64; ++i) {
    const std::uint32_t at = (start / 64 + i) % (kSlots / 64);
    if (i > 0) word = in.occupied[at];
    if (word == 0) continue;
    const std::uint32_t found = at * 64 + static_cast<std::uint32_t>(std::countr_zero(word));
    return static_cast<int>((found + kSlots - start) % kSlots) + 1;
  }
  return 0;
}

std::int64_t timer_wheel::next_event() const {
  std::int64_t earliest = kNever;
  for (int i = 0; i < kLevels; ++i) {
    const int shift = i * kSlotBits;
    const std::int64_t block = now_ >> shift;
    const int distance = distance_to_occupied(levels_[static_cast<std::size_t>(i)],
                                              static_cast<std::uint32_t>(block) % kSlots);
    if (distance != 0) earliest = std::min(earliest, (block + distance) << shift);
  }
  return earliest;
}

/// Makes `tick` the present and brings down the timers of the higher slots that begin with it.
void timer_wheel::step_to(std::int64_t tick) {
  now_ = tick;
  for (int i = kLevels - 1; i > 0; --i) {
    const int shift = i * kSlotBits;
    if ((tick & ((std::int64_t{1} << shift) - 1)) != 0) continue;
    const std::uint32_t slot = static_cast<std::uint32_t>(tick >> shift) % kSlots;
    level& in = levels_[static_cast<std::size_t>(i)];
    std::uint32_t index = in.first[slot];
    in.first[slot] = kNone;
    in.occupied[slot / 64] &= ~(std::uint64_t{1} << (slot % 64));
    while (index != kNone) {
      const std::uint32_t next = entries_[index].next;
      link(index);
      index = next;
    }
  }
}

const timer_wheel::entry* timer_wheel::take_due() {
  const std::uint32_t index = levels_[0].first[static_cast<std::uint32_t>(now_) % kSlots];
  if (index == kNone) return nullptr;
  unlink(index);
  release(index);
  return &entries_[index];
}

}  // namespace qorgan
