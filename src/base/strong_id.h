#pragma once

#include <compare>
#include <cstdint>
#include <functional>

namespace qorgan {

/// An integer that cannot be mistaken for another one. `Tag` only names it.
template <typename Tag, typename Value>
struct strong_id {
  Value value{};

  constexpr auto operator<=>(const strong_id&) const = default;
  constexpr explicit operator bool() const { return value != Value{}; }
};

}  // namespace qorgan

template <typename Tag, typename Value>
struct std::hash<qorgan::strong_id<Tag, Value>> {
  std::size_t operator()(qorgan::strong_id<Tag, Value> id) const noexcept {
    return std::hash<Value>{}(id.value);
  }
};
