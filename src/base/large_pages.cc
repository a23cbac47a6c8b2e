#include "base/large_pages.h"

#include <sys/mman.h>

#include <cstdlib>
#include <new>

namespace qorgan {
namespace {

constexpr std::size_t kLargePage = std::size_t{2} << 20;
constexpr std::size_t kLine = 64;

}  // namespace

void* allocate_large(std::size_t bytes) {
  const std::size_t unit = bytes < kLargePage ? kLine : kLargePage;
  const std::size_t rounded = (bytes + unit - 1) / unit * unit;
  void* const memory = std::aligned_alloc(unit, rounded == 0 ? unit : rounded);
  if (memory == nullptr) throw std::bad_alloc();
  // A kernel without them says no; small pages do as well.
  if (unit == kLargePage) ::madvise(memory, rounded, MADV_HUGEPAGE);
  return memory;
}

void free_large(void* memory) noexcept {
  std::free(memory);
}

}  // namespace qorgan
