#include "gateway/watch_verdicts.h"

#include "base/hash.h"

namespace qorgan::gateway {

watch_verdicts::watch_verdicts(std::size_t capacity)
    : given_(capacity), by_id_(capacity), by_numbers_(capacity), by_key_(capacity) {}

std::uint64_t watch_verdicts::numbers_of(const call_started& event) {
  if (event.caller.number.empty() || event.callee.number.empty()) return 0;
  return combine(event.caller.number.packed(), event.callee.number.packed());
}

void watch_verdicts::add(const verdict_given& given) {
  const auto place = static_cast<std::uint32_t>(next_++ % given_.size());
  verdict_given& slot = given_[place];
  if (slot.key) {
    by_id_.erase(slot.id, place);
    by_key_.erase(slot.key.value, place);
    if (slot.numbers != 0) by_numbers_.erase(slot.numbers, place);
  }
  slot = given;
  by_id_.insert(slot.id, place);
  by_key_.insert(slot.key.value, place);
  if (slot.numbers != 0) by_numbers_.insert(slot.numbers, place);
}

void watch_verdicts::pass(call_key key) {
  const std::uint32_t place = by_key_.find(key.value);
  if (place != flat_hash_index::kNone) given_[place].refused = false;
}

std::uint32_t watch_verdicts::find(const flat_hash_index& in, std::uint64_t key,
                                   timestamp at) const {
  return in.find(key, [&](std::uint32_t place) {
    const verdict_given& one = given_[place];
    return !one.joined && one.at >= at - kFresh && one.at <= at + kFresh;
  });
}

const watch_verdicts::verdict_given* watch_verdicts::take(std::uint64_t id, std::uint64_t numbers,
                                                          timestamp at) {
  std::uint32_t place = find(by_id_, id, at);
  if (place == flat_hash_index::kNone && numbers != 0) place = find(by_numbers_, numbers, at);
  if (place == flat_hash_index::kNone) return nullptr;
  given_[place].joined = true;
  return &given_[place];
}

}  // namespace qorgan::gateway
