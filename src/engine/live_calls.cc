#include "engine/live_calls.h"

namespace qorgan::engine {

live_calls::live_calls(std::size_t bytes, std::uint64_t seed) : table_{bytes, seed} {
  heap_.reserve(table_.capacity());
}

live_call& live_calls::add(call_key key, std::uint32_t now_s) {
  if (live_call* again = table_.find(key.value)) {
    disarm(*again);
    again->begin(key.value, now_s);
  }
  return *table_.claim(key.value, now_s, [this](live_call& old) { disarm(old); }).record;
}

void live_calls::remove(live_call& call) {
  disarm(call);
  table_.erase(call);
}

void live_calls::clear() {
  heap_.clear();
  table_.clear();
}

void live_calls::arm(live_call& call, timestamp due) {
  disarm(call);
  call.due = due;
  heap_.push_back(0);  // within the reserved capacity: one entry per place of the table
  put(heap_.size() - 1, table_.index_of(call));
  sift_up(heap_.size() - 1);
}

void live_calls::disarm(live_call& call) {
  if (call.timer_position == live_call::kNoTimer) return;
  const std::size_t hole = call.timer_position;
  call.timer_position = live_call::kNoTimer;
  call.due = kNever;
  const std::uint32_t last = heap_.back();
  heap_.pop_back();
  if (hole == heap_.size()) return;
  put(hole, last);
  sift_up(hole);
  sift_down(table_.at(last).timer_position);
}

live_call* live_calls::first_due() {
  return heap_.empty() ? nullptr : &table_.at(heap_[0]);
}

bool live_calls::before(std::uint32_t a, std::uint32_t b) const {
  const live_call& left = table_.at(a);
  const live_call& right = table_.at(b);
  if (left.due != right.due) return left.due < right.due;
  return left.key < right.key;
}

void live_calls::put(std::size_t position, std::uint32_t place) {
  heap_[position] = place;
  table_.at(place).timer_position = static_cast<std::uint32_t>(position);
}

void live_calls::sift_up(std::size_t position) {
  const std::uint32_t place = heap_[position];
  while (position > 0) {
    const std::size_t parent = (position - 1) / 2;
    if (!before(place, heap_[parent])) break;
    put(position, heap_[parent]);
    position = parent;
  }
  put(position, place);
}

void live_calls::sift_down(std::size_t position) {
  const std::uint32_t place = heap_[position];
  while (true) {
    std::size_t child = 2 * position + 1;
    if (child >= heap_.size()) break;
    if (child + 1 < heap_.size() && before(heap_[child + 1], heap_[child])) ++child;
    if (!before(heap_[child], place)) break;
    put(position, heap_[child]);
    position = child;
  }
  put(position, place);
}

void live_calls::rebuild() {
  for (std::size_t i = 0; i < heap_.size(); ++i) put(i, heap_[i]);
  for (std::size_t i = heap_.size() / 2; i-- > 0;) sift_down(i);
}

}  // namespace qorgan::engine
