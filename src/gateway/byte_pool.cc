#include "gateway/byte_pool.h"

#include <cstring>

namespace qorgan::gateway {

char* byte_pool::cut(std::size_t size_class) {
  char*& first = free_[size_class];
  if (first == nullptr) {
    const std::size_t size = kSizes[size_class];
    if (slab_bytes_ < size || reserved_ + slab_bytes_ > limit_) return nullptr;
    slabs_.emplace_back(slab_bytes_);
    reserved_ += slab_bytes_;
    char* const slab = &slabs_.back()[0];
    for (std::size_t at = 0; at + size <= slab_bytes_; at += size) {
      std::memcpy(slab + at, &first, sizeof first);
      first = slab + at;
    }
  }
  char* const block = first;
  std::memcpy(&first, block, sizeof first);
  return block;
}

stored byte_pool::keep(std::string_view bytes) {
  std::size_t size_class = 0;
  while (size_class < kSizes.size() && kSizes[size_class] < bytes.size()) ++size_class;
  if (size_class == kSizes.size()) return {};
  stored out;
  out.data = cut(size_class);
  if (out.data == nullptr) return {};
  out.size = static_cast<std::uint32_t>(bytes.size());
  out.size_class = static_cast<std::uint8_t>(size_class);
  in_use_ += kSizes[size_class];
  if (!bytes.empty()) std::memcpy(out.data, bytes.data(), bytes.size());
  return out;
}

void byte_pool::give_back(stored& block) {
  if (block.data == nullptr) return;
  char*& first = free_[block.size_class];
  std::memcpy(block.data, &first, sizeof first);
  first = block.data;
  in_use_ -= kSizes[block.size_class];
  block = {};
}

}  // namespace qorgan::gateway
