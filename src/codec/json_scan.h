#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

namespace qorgan::codec {

/// Reads a small JSON text (RFC 8259) from front to back, value by value, in the order the caller
/// asks for them. Strict, without recursion or allocation: strings are decoded into room the caller
/// brings, nesting is counted and limited. The first fault stays; everything behind it says false.
///
/// A PASSporT holds two objects of a known shape from a stranger. That is too little for a tree of
/// nodes, and the JSON library of the control plane would bring allocation and recursion into a
/// module that has neither.
class json_scan {
 public:
  static constexpr unsigned kDepth = 8;

  explicit json_scan(std::string_view text) : at_{text.data()}, end_{at_ + text.size()} {}

  /// Calls `take(key)` for each member of the object that comes next; it must read the value and
  /// return true. A key of more than 32 bytes is given as "": none that is asked for is so long.
  template <typename Take>
  bool object(Take take);
  /// Calls `take()` for each element of the array that comes next.
  template <typename Take>
  bool array(Take take);

  /// The string that comes next, escapes resolved to UTF-8, written to `room`; too long is a fault.
  bool string(std::span<char> room, std::string_view& out);
  /// A whole number without fraction or exponent, 0 to 2^53 - 1.
  bool whole(std::int64_t& out);
  /// Any value, nested at most kDepth deep.
  bool skip();

  /// What comes next: '{', '[', '"', '-', a digit, a letter; 0 at the end.
  char peek();
  /// True when nothing but white space is left and no fault was met.
  bool at_end();
  bool fail() {
    failed_ = true;
    return false;
  }

 private:
  static constexpr std::size_t kKeyBytes = 32;

  void space();
  bool take(char wanted);
  bool more(char close, bool& first);
  bool key(std::span<char> room, std::string_view& out);
  bool escape(std::uint32_t& code);
  bool hex4(std::uint32_t& out);
  bool scalar();
  bool skip_string();

  const char* at_;
  const char* end_;
  bool failed_ = false;
};

template <typename Take>
bool json_scan::object(Take take_member) {
  if (!take('{')) return fail();
  char room[kKeyBytes];
  for (bool first = true; more('}', first);) {
    std::string_view name;
    if (!key(room, name) || !take(':') || !take_member(name)) return fail();
  }
  return !failed_;
}

template <typename Take>
bool json_scan::array(Take take_element) {
  if (!take('[')) return fail();
  for (bool first = true; more(']', first);) {
    if (!take_element()) return fail();
  }
  return !failed_;
}

}  // namespace qorgan::codec
