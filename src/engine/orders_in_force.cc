#include "engine/orders_in_force.h"

#include "base/hash.h"

namespace qorgan::engine {

orders_in_force::orders_in_force() {
  orders_.reserve(limits::kOrdersInForce);
  free_.reserve(limits::kOrdersInForce);
}

std::uint64_t orders_in_force::key_of(const order_target& target) {
  return combine(static_cast<std::uint64_t>(target.kind) + 1, target.value);
}

std::uint32_t orders_in_force::place_of(const order_target& target) const {
  return by_target_.find(key_of(target),
                         [&](std::uint32_t place) { return orders_[place].target == target; });
}

void orders_in_force::remove(std::uint32_t place) {
  const order_target& target = orders_[place].target;
  by_target_.erase(key_of(target), place);
  --of_kind_[static_cast<std::size_t>(target.kind)];
  if (target.kind == order_kind::range) --ranges_of_length_[target.value & 0xf];
  orders_[place].id = {};
  free_.push_back(place);
}

void orders_in_force::apply(const order_changed& change) {
  std::uint32_t place = place_of(change.target);
  if (!change.in_force) {
    if (place != flat_hash_index::kNone && orders_[place].id == change.order) remove(place);
    return;
  }
  if (place == flat_hash_index::kNone) {
    if (by_target_.size() == limits::kOrdersInForce) return;
    if (free_.empty()) {
      place = static_cast<std::uint32_t>(orders_.size());
      orders_.emplace_back();
    } else {
      place = free_.back();
      free_.pop_back();
    }
    by_target_.insert(key_of(change.target), place);
    ++of_kind_[static_cast<std::size_t>(change.target.kind)];
    if (change.target.kind == order_kind::range) ++ranges_of_length_[change.target.value & 0xf];
  }
  orders_[place] = {change.order, change.target, change.does, change.until, change.divert};
}

void orders_in_force::consider(const order_target& target, timestamp now,
                               const order*& found) const {
  if (of_kind_[static_cast<std::size_t>(target.kind)] == 0 || target.value == 0) return;
  const std::uint32_t place = place_of(target);
  if (place == flat_hash_index::kNone) return;
  const order& one = orders_[place];
  if (happened(one.until) && now >= one.until) return;
  if (found == nullptr || one.does > found->does) found = &one;
}

const orders_in_force::order* orders_in_force::find(const call_started& call, timestamp now) const {
  const order* found = nullptr;
  if (size() == 0) return found;
  const e164 caller = call.caller.number;
  consider({order_kind::number, caller.packed()}, now, found);
  if (call.kind != trunk_kind::domestic) {
    consider({order_kind::victim, call.callee.number.packed()}, now, found);
  }
  consider({order_kind::equipment, call.fingerprint}, now, found);
  for (unsigned length = 1; length <= caller.length(); ++length) {
    if (ranges_of_length_[length] == 0) continue;
    const e164 prefix = caller.without_last(caller.length() - length);
    consider({order_kind::range, prefix.packed()}, now, found);
  }
  consider({order_kind::trunk, call.trunk.value}, now, found);
  return found;
}

const orders_in_force::order* orders_in_force::find(order_id id) const {
  for (const order& one : orders_) {
    if (one.id == id && id) return &one;
  }
  return nullptr;
}

std::vector<order_changed> orders_in_force::all() const {
  std::vector<order_changed> out;
  for (const order& one : orders_) {
    if (!one.id) continue;
    out.push_back({{}, one.id, true, one.target, one.does, one.until, one.divert});
  }
  return out;
}

}  // namespace qorgan::engine
