#pragma once

#include <bitset>
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/config_error.h"
#include "domain/number.h"

namespace qorgan::engine {

/// A set of E.164 numbers and prefixes, immutable once read.
class number_list {
 public:
  /// One entry per line: "+77010000001", or the beginning of numbers "+7701*". `#` begins a
  /// comment. Each bad line is added to `mistakes` with its number; the others are kept.
  static number_list parse(std::string_view file, std::string_view text, config_errors& mistakes);

  bool contains(e164 number) const;
  std::size_t size() const { return numbers_ + prefixes_; }

 private:
  void insert(std::uint64_t packed);
  bool find(std::uint64_t packed) const;

  // Open addressing over a power of two, at most half full. A prefix is stored as the number its
  // digits would be, in a set of its own (bit 63 set), and looked up once per length that occurs.
  std::vector<std::uint64_t> slots_;
  std::bitset<16> prefix_lengths_;
  std::size_t numbers_ = 0;
  std::size_t prefixes_ = 0;
};

}  // namespace qorgan::engine
