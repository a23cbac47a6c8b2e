#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <type_traits>

#include "base/assert.h"

namespace qorgan {

/// Up to `Capacity` values held in place. For trivially copyable values only, so that structs that
/// hold one stay copyable by memcpy and the call path never allocates.
template <typename T, std::size_t Capacity>
class inline_vector {
  static_assert(std::is_trivially_copyable_v<T>);

 public:
  constexpr std::size_t size() const { return size_; }
  constexpr bool empty() const { return size_ == 0; }
  constexpr bool full() const { return size_ == Capacity; }
  static constexpr std::size_t capacity() { return Capacity; }
  constexpr void clear() { size_ = 0; }

  /// False, and nothing added, when full.
  constexpr bool push_back(const T& value) {
    if (full()) return false;
    values_[size_++] = value;
    return true;
  }
  constexpr void resize(std::size_t size) {
    QORGAN_ASSERT(size <= Capacity);
    for (std::size_t i = size_; i < size; ++i) values_[i] = T{};
    size_ = static_cast<std::uint32_t>(size);
  }

  constexpr T& operator[](std::size_t i) { return values_[i]; }
  constexpr const T& operator[](std::size_t i) const { return values_[i]; }
  constexpr T& back() { return values_[size_ - 1]; }
  constexpr T* begin() { return values_.data(); }
  constexpr T* end() { return values_.data() + size_; }
  constexpr const T* begin() const { return values_.data(); }
  constexpr const T* end() const { return values_.data() + size_; }
  constexpr operator std::span<const T>() const { return {values_.data(), size_}; }  // NOLINT

 private:
  std::uint32_t size_ = 0;
  std::array<T, Capacity> values_{};
};

}  // namespace qorgan
