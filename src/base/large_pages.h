#pragma once

#include <cstddef>
#include <memory>
#include <type_traits>

namespace qorgan {

/// Memory for large tables that are touched at random: asked from the kernel in pages of 2 MiB
/// where it has them (transparent huge pages, `madvise`), since with small pages nearly every
/// access would also have to look its page up, in a virtual machine twice over. Aligned to 2 MiB
/// from that size on, uninitialised, untouched until used. Ends the process when there is none, as
/// `new` would.
void* allocate_large(std::size_t bytes);
void free_large(void* memory) noexcept;

/// For std::vector.
template <typename T>
struct large_pages {
  using value_type = T;

  large_pages() = default;
  template <typename U>
  constexpr large_pages(const large_pages<U>&) noexcept {}

  T* allocate(std::size_t count) { return static_cast<T*>(allocate_large(count * sizeof(T))); }
  void deallocate(T* memory, std::size_t) noexcept { free_large(memory); }
  bool operator==(const large_pages&) const = default;
};

/// An array whose values are not built: its owner does that.
template <typename T>
  requires std::is_trivially_destructible_v<T>
class raw_array {
 public:
  explicit raw_array(std::size_t count)
      : values_{static_cast<T*>(allocate_large(count * sizeof(T)))} {}

  T& operator[](std::size_t i) { return values_.get()[i]; }
  const T& operator[](std::size_t i) const { return values_.get()[i]; }

 private:
  struct give_back {
    void operator()(T* memory) const noexcept { free_large(memory); }
  };
  std::unique_ptr<T, give_back> values_;
};

}  // namespace qorgan
