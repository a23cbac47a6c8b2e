#pragma once

#include <cstdint>
#include <expected>
#include <functional>
#include <iosfwd>
#include <string>
#include <vector>

#include "codec/call_csv.h"
#include "os/mapped_file.h"

namespace qorgan::app {

/// The calls of a file in the order of their start, whatever their order in the file. Only the
/// place of each line is kept (24 bytes a call): the line is read again when its turn comes, so ten
/// million calls need 240 MB and not several gigabytes.
class call_file {
 public:
  /// Says what is wrong with a good line all the same, or nothing.
  using line_check = std::function<std::string(const codec::call_row&)>;

  /// Reads the file once. Wrong lines are told on `err`, the first ones each, the others by number.
  /// The error is for the person who gave the file.
  static std::expected<call_file, std::string> open(const std::string& path,
                                                    const line_check& check, std::ostream& err);

  std::uint64_t good() const { return places_.size(); }
  std::uint64_t bad() const { return bad_; }

  /// The call with this number in order of start. Valid until the next call.
  const codec::call_row& row(std::size_t number);

 private:
  struct place {
    timestamp started_at;
    std::uint64_t offset;
    std::uint32_t size;
  };
  explicit call_file(os::mapped_file file) : file_{std::move(file)} {}
  void sort();

  os::mapped_file file_;
  std::vector<place> places_;
  codec::call_table again_;  // has read the header
  std::uint64_t bad_ = 0;
};

/// Tells wrong lines of a file, not more than a person reads.
class bad_line_teller {
 public:
  bad_line_teller(std::string path, std::ostream& err) : path_{std::move(path)}, err_{err} {}
  void tell(std::uint64_t line, std::string_view reason);
  /// After the last one.
  void finish();
  std::uint64_t count() const { return count_; }

 private:
  std::string path_;
  std::ostream& err_;
  std::uint64_t count_ = 0;
};

}  // namespace qorgan::app
