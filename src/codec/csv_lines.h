#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace qorgan::codec {

/// Splits comma-separated values (RFC 4180) into fields. Bytes are handed in as they come; the last
/// line may end without line feed. Understands a byte order mark, CRLF, quoted fields with commas,
/// line feeds and doubled quotes. Empty lines are skipped.
class csv_lines {
 public:
  static constexpr std::size_t kMostColumns = 64;
  /// Of one record with all its lines. A quote that is never closed ends here at the latest.
  static constexpr std::size_t kMostBytes = 64u << 10;

  enum class step : std::uint8_t {
    fields,  ///< `fields()` is the next record
    broken,  ///< `why()` says what is wrong with the line `line()`; the next line goes on
    more,    ///< everything handed in is used up
  };

  void feed(std::string_view bytes);
  /// No more bytes will come: what is left is the last line.
  void finish() { finished_ = true; }

  step next();

  /// Valid until the next call of `next` or `feed`.
  std::span<const std::string_view> fields() const { return fields_; }
  /// Where the record begins, counted from 1.
  std::uint64_t line() const { return line_; }
  /// Where the record begins in the bytes handed in, and how many it takes with its line end: what
  /// is needed to read it again alone.
  std::uint64_t offset() const { return offset_; }
  std::size_t size() const { return dropped_ + at_ - offset_; }
  const char* why() const { return why_; }

 private:
  step split_plain(std::size_t end);
  step split_quoted();
  step give_up(const char* why);
  std::size_t record_end(std::uint64_t& lines, bool& open) const;
  std::string_view unquote(std::size_t& at, std::size_t end);
  void take(std::size_t end);

  std::string buffer_;
  std::size_t at_ = 0;           // first byte not used yet
  std::uint64_t next_line_ = 1;  // number of the line at `at_`
  std::uint64_t line_ = 0;
  std::uint64_t offset_ = 0;
  std::uint64_t dropped_ = 0;  // bytes that stood before the buffer
  std::vector<std::string_view> fields_;
  const char* why_ = "";
  bool started_ = false;
  bool finished_ = false;
  bool skipping_ = false;  // the rest of a broken line
};

/// Appends a field, quoted when it has to be.
void append_csv(std::string& out, std::string_view field);

}  // namespace qorgan::codec
