#pragma once

#include <expected>
#include <iosfwd>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "app/table_file.h"
#include "domain/report.h"

namespace qorgan::app {

/// The reports of a file in order of time, as events of the engine. A report that names a call of
/// the file may leave out who called whom.
class report_queue {
 public:
  /// Reads the file; "" is no reports. Wrong lines are told on `err`.
  static std::expected<report_queue, std::string> open(const std::string& path, std::ostream& err);

  /// A call of the file has started; reports may name it from now on.
  void see(std::string_view call_id, const call_started& call);

  /// When the next report takes effect; kNever without one.
  timestamp next_at() const;
  /// That report; the queue moves on. A call that is named and was never seen is counted.
  call_reported take();

  const line_count& lines() const { return lines_; }
  std::uint64_t of_unknown_calls() const { return of_unknown_calls_; }
  /// Ids of the first of them.
  const std::vector<std::string>& unknown_calls() const { return unknown_calls_; }

 private:
  struct entry {
    call_reported said;
    std::string call_id;
  };
  struct seen_call {
    bool seen = false;
    e164 caller;
    e164 callee;
  };
  std::vector<entry> entries_;
  std::size_t next_ = 0;
  std::unordered_map<std::string, seen_call> named_;  // calls that reports name
  std::string key_;
  line_count lines_;
  std::uint64_t of_unknown_calls_ = 0;
  std::vector<std::string> unknown_calls_;
};

}  // namespace qorgan::app
