#pragma once

#include <cstddef>
#include <cstdint>
#include <new>
#include <utility>

#include "base/assert.h"
#include "base/large_pages.h"

namespace qorgan {

/// Names one value of a slot_map. A handle whose value is gone never finds another one.
struct slot_handle {
  std::uint32_t index = 0;
  std::uint32_t generation = 0;  ///< 0: nothing

  constexpr explicit operator bool() const { return generation != 0; }
  constexpr bool operator==(const slot_handle&) const = default;
  constexpr std::uint64_t packed() const { return std::uint64_t{generation} << 32 | index; }
  static constexpr slot_handle unpack(std::uint64_t packed) {
    return {static_cast<std::uint32_t>(packed), static_cast<std::uint32_t>(packed >> 32)};
  }
};

/// A pool of at most `capacity` values that do not move. Address space is reserved at construction,
/// memory is touched as values are first put in; places are used again, the latest freed first.
template <typename T>
class slot_map {
 public:
  explicit slot_map(std::size_t capacity) : places_(capacity), capacity_(capacity) {
    QORGAN_ASSERT(capacity < kNone);
  }
  slot_map(const slot_map&) = delete;
  slot_map& operator=(const slot_map&) = delete;
  ~slot_map() {
    for_each([](slot_handle, T& value) { value.~T(); });
  }

  /// An empty handle, and nothing built, when full.
  template <typename... Args>
  slot_handle emplace(Args&&... args) {
    std::uint32_t index = free_;
    if (index != kNone) {
      free_ = places_[index].next_free;
    } else if (used_ < capacity_) {
      index = used_++;
      places_[index].generation = 0;
    } else {
      return {};
    }
    place& at = places_[index];
    ::new (static_cast<void*>(at.bytes)) T(std::forward<Args>(args)...);
    ++at.generation;
    ++size_;
    return {index, at.generation};
  }

  /// Null when the value is gone.
  T* find(slot_handle handle) {
    return is_live(handle) ? value_at(places_[handle.index]) : nullptr;
  }
  const T* find(slot_handle handle) const { return const_cast<slot_map*>(this)->find(handle); }
  /// Handle of the live value at `index`, for indexes that store only that; empty when none lives.
  slot_handle handle_at(std::uint32_t index) const {
    if (index >= used_ || places_[index].generation % 2 == 0) return {};
    return {index, places_[index].generation};
  }

  bool erase(slot_handle handle) {
    if (!is_live(handle)) return false;
    place& at = places_[handle.index];
    value_at(at)->~T();
    ++at.generation;
    at.next_free = free_;
    free_ = handle.index;
    --size_;
    return true;
  }

  /// Calls `visit(slot_handle, T&)` for every value in order of index; `visit` may erase it.
  template <typename Visit>
  void for_each(Visit visit) {
    for (std::uint32_t i = 0; i < used_; ++i) {
      const slot_handle handle = handle_at(i);
      if (handle) visit(handle, *value_at(places_[i]));
    }
  }

  std::size_t size() const { return size_; }
  std::size_t capacity() const { return capacity_; }
  bool full() const { return size_ == capacity_; }

 private:
  static constexpr std::uint32_t kNone = 0xffff'ffff;
  struct place {
    std::uint32_t generation;  // odd while a value lives here
    std::uint32_t next_free;
    alignas(T) std::byte bytes[sizeof(T)];
  };

  static T* value_at(place& at) { return std::launder(reinterpret_cast<T*>(at.bytes)); }
  bool is_live(slot_handle handle) const {
    return handle.generation % 2 == 1 && handle.index < used_ &&
           places_[handle.index].generation == handle.generation;
  }

  raw_array<place> places_;
  std::size_t capacity_;
  std::size_t size_ = 0;
  std::uint32_t used_ = 0;
  std::uint32_t free_ = kNone;
};

}  // namespace qorgan
