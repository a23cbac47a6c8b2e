#pragma once

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>
#include <type_traits>

namespace qorgan::codec {

static_assert(std::endian::native == std::endian::little, "the binary forms are little-endian");

/// Longest varint of a 64-bit value (seven bits a byte, low bits first, as in Protocol Buffers).
inline constexpr std::size_t kVarintBytes = 10;

/// Writes fields one behind the other. Does not check for room: whoever makes one proves with a
/// constant that the largest value fits, so that the call path pays no branch per field.
class byte_writer {
 public:
  explicit byte_writer(std::byte* to) : begin_{to}, at_{to} {}

  template <typename T>
    requires std::is_arithmetic_v<T>
  void fixed(T value) {
    std::memcpy(at_, &value, sizeof(T));
    at_ += sizeof(T);
  }
  void varint(std::uint64_t value) {
    while (value >= 0x80) {
      *at_++ = static_cast<std::byte>(value | 0x80);
      value >>= 7;
    }
    *at_++ = static_cast<std::byte>(value);
  }
  /// Small for values near `base` on either side. The difference wraps round, so that any two
  /// values have one.
  void near(std::uint64_t value, std::uint64_t base) {
    const std::uint64_t delta = value - base;
    varint((delta << 1) ^ (0 - (delta >> 63)));
  }
  void bytes(const void* from, std::size_t size) {
    at_ = std::copy_n(static_cast<const std::byte*>(from), size, at_);
  }
  void text(std::string_view value) {
    fixed(static_cast<std::uint8_t>(value.size()));
    bytes(value.data(), value.size());
  }
  std::size_t size() const { return static_cast<std::size_t>(at_ - begin_); }

 private:
  std::byte* begin_;
  std::byte* at_;
};

/// Reads what byte_writer wrote. After the first mistake `failed` stays true, every further field
/// reads as zero and nothing outside the bytes is touched, so callers check once at the end.
class byte_reader {
 public:
  explicit byte_reader(std::span<const std::byte> bytes) : bytes_{bytes} {}

  template <typename T>
    requires std::is_arithmetic_v<T>
  T fixed() {
    T value{};
    if (const std::byte* from = take(sizeof(T))) std::memcpy(&value, from, sizeof(T));
    return value;
  }
  std::uint64_t varint() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
      const std::byte* from = take(1);
      if (from == nullptr) return 0;
      const auto part = std::to_integer<std::uint64_t>(*from);
      if (shift == 63 && part > 1) break;
      value |= (part & 0x7f) << shift;
      if ((part & 0x80) == 0) return value;
    }
    fail("an integer does not fit its type");
    return 0;
  }
  std::uint64_t near(std::uint64_t base) {
    const std::uint64_t folded = varint();
    return base + ((folded >> 1) ^ (0 - (folded & 1)));
  }
  /// An integer of type T written as varint.
  template <typename T>
  T small() {
    const std::uint64_t value = varint();
    if (value > static_cast<T>(-1)) fail("an integer does not fit its type");
    return static_cast<T>(value);
  }
  std::string_view bytes(std::size_t size) {
    const std::byte* from = take(size);
    return from == nullptr ? std::string_view{}
                           : std::string_view{reinterpret_cast<const char*>(from), size};
  }
  /// Bytes into a field of the same size; left as it is when they are missing.
  void into(void* to, std::size_t size) {
    if (const std::byte* from = take(size)) std::memcpy(to, from, size);
  }
  /// A text of at most `longest` bytes.
  std::string_view text(std::size_t longest) {
    const auto size = fixed<std::uint8_t>();
    if (size > longest) {
      fail("a text is longer than its field");
      return {};
    }
    return bytes(size);
  }
  /// An enumeration written as number, up to and including `last`.
  template <typename Enum>
  Enum choice(std::uint8_t number, Enum last) {
    if (number > static_cast<std::uint8_t>(last)) {
      fail("a value is out of range");
      return Enum{};
    }
    return static_cast<Enum>(number);
  }

  void fail(const char* why) {
    if (why_ == nullptr) why_ = why;
    bytes_ = {};
  }
  bool failed() const { return why_ != nullptr; }
  const char* why() const { return why_; }
  bool at_end() const { return bytes_.empty(); }

 private:
  const std::byte* take(std::size_t size) {
    if (bytes_.size() < size) {
      fail("cut short");
      return nullptr;
    }
    const std::byte* from = bytes_.data();
    bytes_ = bytes_.subspan(size);
    return from;
  }

  std::span<const std::byte> bytes_;
  const char* why_ = nullptr;
};

}  // namespace qorgan::codec
