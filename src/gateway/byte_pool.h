#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/large_pages.h"

namespace qorgan::gateway {

/// Bytes kept by a transaction or a call. A plain value: whoever holds it gives it back to the
/// pool.
struct stored {
  char* data = nullptr;
  std::uint32_t size = 0;
  std::uint8_t size_class = 0;

  explicit operator bool() const { return data != nullptr; }
  std::string_view view() const { return {data, size}; }
};

/// Blocks of a few sizes, cut from slabs that are never given back: after warm-up nothing is
/// allocated. At the limit `keep` returns nothing and the caller does without.
class byte_pool {
 public:
  explicit byte_pool(std::size_t limit_bytes)
      : limit_(limit_bytes), slab_bytes_(std::min(kSlabBytes, limit_bytes)) {}

  /// A copy of `bytes`; empty when the limit is reached or it is longer than the largest block.
  stored keep(std::string_view bytes);
  void give_back(stored& block);

  std::size_t bytes_in_use() const { return in_use_; }

 private:
  static constexpr std::array<std::uint32_t, 7> kSizes{256,   512,    1'024, 2'048,
                                                       4'096, 16'384, 66'560};
  static constexpr std::size_t kSlabBytes = 2 << 20;

  char* cut(std::size_t size_class);

  std::size_t limit_;
  std::size_t slab_bytes_;
  std::size_t reserved_ = 0;
  std::size_t in_use_ = 0;
  std::vector<raw_array<char>> slabs_;
  std::array<char*, kSizes.size()> free_{};  // each free block begins with the address of the next
};

}  // namespace qorgan::gateway
