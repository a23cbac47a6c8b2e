#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "casework/desk_options.h"
#include "console/desk_json.h"

namespace qorgan::console {

struct desk_counts {
  unsigned waiting = 0;
  unsigned claimed = 0;
  unsigned shelved = 0;
  unsigned urgent_waiting = 0;
  unsigned overdue = 0;    ///< beyond the red limit of their clock
  unsigned escalated = 0;  ///< not acknowledged yet
  bool flood = false;
  bool alarm = false;  ///< something urgent waits that nobody has heard yet
  bool operator==(const desk_counts&) const = default;
};

/// The queue as the screens show it: every open case with its live calls, kept in memory and in
/// order. Thread-safe; what is inside is copied out.
class desk_board {
 public:
  explicit desk_board(country home) : home_{home} {}

  /// Takes the open cases as the database has them.
  void replace(std::vector<open_case> cases);
  /// Looks at the calls and the clock again.
  void refresh(const live_view& view, const casework::desk_limits& limits, timestamp now,
               bool flood);

  /// Somebody has heard the alarm: it is silent until something newer is urgent.
  void quiet(timestamp at);

  /// Grows whenever a row or a count changes.
  std::uint64_t version() const;
  desk_counts counts() const;

  /// What one screen has been told: the version of each row.
  using told = std::unordered_map<std::uint64_t, std::uint64_t>;
  /// A message of type `queue` (api/live-feed.md) with what `known` lacks; brings it up to date.
  std::string message(told& known, bool whole, bool sees_foreign, timestamp now) const;

 private:
  struct row {
    open_case held;
    std::array<std::string, 2> text;  ///< for those who see foreign callers, and for others
    std::uint64_t version = 0;
    casework::case_pulse pulse;
    int rank = 0;
    bool stale = true;  ///< the case is another one than the text tells of
  };
  void write(row& of, const casework::desk_limits& limits);

  country home_;
  mutable std::mutex mutex_;
  std::map<std::uint64_t, row> rows_;
  desk_counts counts_;
  timestamp quiet_at_;
  std::uint64_t version_ = 1;
};

}  // namespace qorgan::console
