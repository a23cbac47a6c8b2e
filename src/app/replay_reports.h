#pragma once

#include <expected>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
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

  /// Whether the last call from this caller to this callee was refused in this play. From the first
  /// such call on, reports about it, or about those two when no call is named, are left out.
  void was_refused(std::string_view call_id, const call_started& call, bool refused);

  /// When the next report takes effect; kNever without one.
  timestamp next_at() const;
  /// That report; the queue moves on. A call that is named and was never seen is counted.
  /// Nothing when it cannot have been made.
  std::optional<call_reported> take();

  const line_count& lines() const { return lines_; }
  std::uint64_t of_unknown_calls() const { return of_unknown_calls_; }
  std::uint64_t of_refused_calls() const { return of_refused_calls_; }
  /// Ids of the first of the unknown ones.
  const std::vector<std::string>& unknown_calls() const { return unknown_calls_; }

 private:
  struct entry {
    call_reported said;
    std::string call_id;
  };
  struct seen_call {
    bool seen = false;
    bool refused = false;
    e164 caller;
    e164 callee;
  };
  std::vector<entry> entries_;
  std::size_t next_ = 0;
  std::unordered_map<std::string, seen_call> named_;  // calls that reports name
  std::string key_;
  line_count lines_;
  std::uint64_t of_unknown_calls_ = 0;
  std::uint64_t of_refused_calls_ = 0;
  std::unordered_set<std::uint64_t> refused_;  // caller and callee, hashed
  std::vector<std::string> unknown_calls_;
};

}  // namespace qorgan::app
