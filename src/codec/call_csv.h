#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "base/ip_address.h"
#include "base/time.h"
#include "codec/csv_lines.h"
#include "domain/call.h"
#include "domain/report.h"

namespace qorgan::codec {

// Files of calls and what is known about them, as tables with a header line: columns in any order,
// unknown ones ignored, optional ones may be empty or missing.

/// One line of a call record file. Texts are valid until the next line is read.
struct call_row {
  std::string_view call_id;
  std::string_view trunk;
  std::string_view caller;  ///< as signalled; empty: withheld
  std::string_view callee;
  std::string_view user_agent;
  timestamp started_at;
  timestamp ringing_at;  ///< this and the following: kNever when it did not happen
  timestamp answered_at;
  timestamp ended_at;
  ip_endpoint source;  ///< empty when unknown; port 0 when the file names none
  ip_endpoint media;
  std::uint64_t fingerprint = 0;  ///< of up to 16 hexadecimal digits; of other text its hash
  attestation attested = attestation::unknown;
  std::uint16_t end_code = 0;  ///< final SIP status, 0 when unknown
  ended_by by = ended_by::unknown;
};

enum class call_label : std::uint8_t { fraud, legit };

/// One line of a label file: what a call turned out to be.
struct label_row {
  std::string_view call_id;
  call_label label = call_label::legit;
  std::string_view kind;
  std::string_view campaign;
};

/// One line of a report file: what somebody said about a number or a call at a moment.
struct report_row {
  timestamp at;
  std::string_view caller;
  std::string_view callee;
  std::string_view call_id;
  report_source source = report_source::citizen;
  call_label label = call_label::fraud;
};

/// Reads one of the files above as its bytes come. A wrong line is told with its number and the
/// reason, counted, and the next one goes on; only a wrong header ends the reading. How many wrong
/// lines are too many is for the caller to say.
template <typename Row>
class csv_table {
 public:
  enum class step : std::uint8_t {
    row,         ///< `row()` is the next line
    bad_line,    ///< `line()` and `reason()` say what is wrong
    wrong_file,  ///< the header is not of such a file; `reason()` says why. Nothing follows.
    more,        ///< everything handed in is used up
  };

  void feed(std::string_view bytes) { lines_.feed(bytes); }
  void finish() { lines_.finish(); }
  step next();

  const Row& row() const { return row_; }
  std::uint64_t line() const { return lines_.line(); }
  /// Place of the line in the bytes handed in. A table that has read the header line and is fed
  /// just these bytes reads the line again.
  std::uint64_t offset() const { return lines_.offset(); }
  std::size_t size() const { return lines_.size(); }
  /// Bytes up to the end of the header line, once a line behind it was read.
  std::uint64_t header_size() const { return header_size_; }
  const std::string& reason() const { return reason_; }
  std::uint64_t good() const { return good_; }
  std::uint64_t bad() const { return bad_; }

 private:
  step read_header();
  step bad_line(std::string_view reason);

  csv_lines lines_;
  std::vector<int> positions_;  // of the columns of Row in the file, -1 for a missing one
  std::size_t width_ = 0;       // columns of the file
  std::uint64_t header_size_ = 0;
  Row row_;
  std::string reason_;
  std::uint64_t good_ = 0;
  std::uint64_t bad_ = 0;
};

using call_table = csv_table<call_row>;
using label_table = csv_table<label_row>;
using report_table = csv_table<report_row>;

/// True when more than one line in a hundred was bad, which means that the file is not what it is
/// taken for.
constexpr bool too_many_bad(std::uint64_t good, std::uint64_t bad) {
  return bad * 100 > good + bad;
}

}  // namespace qorgan::codec
