#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string_view>

namespace qorgan {

/// Text held in place, at most `Capacity` bytes; longer text is cut. Never allocates.
template <std::size_t Capacity>
class inline_text {
  static_assert(Capacity < 256);

 public:
  constexpr inline_text() = default;
  constexpr inline_text(std::string_view text) { assign(text); }  // NOLINT: cutting is the point

  constexpr void assign(std::string_view text) {
    size_ = static_cast<std::uint8_t>(std::min(text.size(), Capacity));
    std::copy_n(text.data(), size_, bytes_);
  }
  constexpr std::string_view view() const { return {bytes_, size_}; }
  constexpr operator std::string_view() const { return view(); }  // NOLINT
  constexpr bool empty() const { return size_ == 0; }
  constexpr bool operator==(const inline_text& other) const { return view() == other.view(); }

 private:
  std::uint8_t size_ = 0;
  char bytes_[Capacity] = {};
};

}  // namespace qorgan
