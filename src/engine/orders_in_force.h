#pragma once

#include <array>
#include <bitset>
#include <cstdint>
#include <vector>

#include "base/flat_hash_index.h"
#include "base/limits.h"
#include "domain/call.h"
#include "domain/order.h"

namespace qorgan::engine {

/// The lasting measures the engine carries out. Everything is reserved at the start: neither a
/// change nor a call allocates, and a call costs nothing while there is no measure.
class orders_in_force {
 public:
  struct order {
    order_id id;
    order_target target;
    verdict does = verdict::block;
    timestamp until;
    inline_text<127> divert;
  };

  orders_in_force();

  /// Twice the same changes nothing. An end that names an order which another one has replaced
  /// changes nothing either. Beyond limits::kOrdersInForce a new order is not taken.
  void apply(const order_changed& change);

  /// The severest measure that meets this call at `now`; null: none.
  const order* find(const call_started& call, timestamp now) const;
  const order* find(order_id id) const;
  /// As the changes that would bring them about.
  std::vector<order_changed> all() const;
  std::size_t size() const { return by_target_.size(); }

 private:
  static std::uint64_t key_of(const order_target& target);
  std::uint32_t place_of(const order_target& target) const;
  void remove(std::uint32_t place);
  void consider(const order_target& target, timestamp now, const order*& found) const;

  std::vector<order> orders_;
  std::vector<std::uint32_t> free_;
  flat_hash_index by_target_{limits::kOrdersInForce};
  std::array<std::uint32_t, kOrderKinds> of_kind_{};
  std::array<std::uint32_t, 16> ranges_of_length_{};
};

}  // namespace qorgan::engine
