#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "domain/call_archive.h"
#include "domain/record.h"

namespace qorgan::console {

enum class call_state : std::uint8_t { screening, ringing, answered, ended, refused, redirected };
std::string_view to_string(call_state value);
std::optional<call_state> parse_call_state(std::string_view text);

struct live_limits {
  std::size_t rows = 5'000;         ///< calls held; over it the oldest finished ones go first
  std::size_t live_keys = 200'000;  ///< calls counted as going on; more are not counted
  std::size_t alerts_per_call = 8;
  std::size_t teardown_steps = 16;
};

struct live_call {
  call_detail detail;
  call_state state = call_state::screening;
  bool complete = false;  ///< known from its first record on; otherwise the archive knows more
  bool queued_to_leave = false;
  bool waived = false;  ///< its refusal became a pass; the first record, said again, is no news

  bool live() const { return state <= call_state::answered; }
  /// JSON of the row, one for each way of masking; empty: to be made again. Kept here because many
  /// feeds show the same row.
  mutable std::array<std::string, 2> row_json;
};

/// The most serious alert, the newest among equals; nullptr without one.
const alert* worst_alert(const call_detail& call);

struct live_counts {
  std::size_t live = 0;
  std::size_t alerts_live = 0;
  std::uint64_t arrived_per_minute = 0;
  std::uint64_t refused_per_minute = 0;
  std::uint64_t would_refuse_per_minute = 0;
  std::uint64_t unlisted_per_minute = 0;  ///< of those that arrived: passed, too many for rows
  bool operator==(const live_counts&) const = default;
};

/// What is going on now, made of journal records in order: every call that is up and the newest of
/// those that are over. Facts only grow: applying a record again, or merging what the archive knows
/// about a call, never takes back what is known. Not thread-safe; bounded by its limits.
class live_view {
 public:
  explicit live_view(const std::vector<std::pair<trunk_id, std::string>>& trunks,
                     live_limits limits = {});

  void apply(const record& entry);
  /// A call that passed and has no row.
  void count_unlisted(timestamp at);
  /// The journal has been followed up to here, whatever of it has a row.
  void reach(std::uint64_t journal_seq) { journal_seq_ = std::max(journal_seq_, journal_seq); }
  /// Adds what the archive knows; for the start and after records were missed.
  void merge(const call_summary& known);
  /// More trunks, or new names of known ones.
  void know_trunks(const std::vector<std::pair<trunk_id, std::string>>& trunks) {
    for (const auto& [id, name] : trunks) trunk_names_.insert_or_assign(id, name);
  }
  /// Calls of these trunks are over for the centre as soon as they are answered, where the record
  /// does not say how they were seen.
  void set_redirect_trunks(std::unordered_set<std::string> names);

  const live_call* find(call_key key) const;
  /// State of a call that only the archive has: it cannot be going on.
  call_state archived_state(const call_summary& call) const;
  /// Oldest first.
  const std::map<call_key, live_call>& calls() const { return calls_; }
  live_counts counts(timestamp now) const;
  std::uint64_t journal_seq() const { return journal_seq_; }

  /// Calls changed or gone since the last time this was asked.
  std::unordered_set<call_key> take_changes();
  /// Calls that are up and older than `before`; what a resynchronisation must ask one by one.
  std::vector<call_key> live_before(call_key before, std::size_t limit) const;

 private:
  struct second {
    std::int64_t number = 0;
    std::uint32_t arrived = 0, refused = 0, would_refuse = 0, unlisted = 0;
  };

  bool was_asked_about(const call_summary& facts) const;
  call_state state_from(const call_summary& facts) const;
  live_call& at(call_key key);
  live_call* known(call_key key);
  void on(const call_started& event, const record& entry);
  void on(const call_ringing& event);
  void on(const call_answered& event);
  void on(const call_ended& event);
  void on(const refusal_waived& event);
  void on(const process_started& event);
  void on(const teardown_progress& event);
  void add_messages(call_key key, const ladder& messages);
  second& second_at(timestamp at);
  void count_arrival(timestamp at, const decision& decided);
  void count_waiver(timestamp arrived_at);
  void touch(call_key key, live_call& call);
  void make_room();

  std::unordered_map<trunk_id, std::string> trunk_names_;
  live_limits limits_;
  std::unordered_set<std::string> redirect_trunks_;
  std::map<call_key, live_call> calls_;
  std::unordered_set<call_key> live_keys_;
  std::deque<call_key> finished_;  // in the order they ended; may name calls that are gone
  std::unordered_set<call_key> changed_;
  std::array<second, 60> seconds_{};
  timestamp process_started_at_;
  std::uint64_t journal_seq_ = 0;
};

}  // namespace qorgan::console
