#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/time.h"
#include "domain/decision.h"
#include "stats/interval.h"

namespace qorgan::stats {

/// A call as far as its judgement needs it.
struct judged_call {
  std::string_view call_id;
  std::string_view caller;  ///< empty: withheld
  timestamp started_at;
  timestamp answered_at;  ///< kNever: was not
  timestamp ended_at;
};

/// What came of the calls of one kind, of one group of kinds, or of all.
struct outcome_counts {
  std::uint64_t fraud = 0;  ///< labelled calls
  std::uint64_t legit = 0;
  std::uint64_t fraud_refused = 0;  ///< blocked or diverted: did not reach the callee
  std::uint64_t legit_refused = 0;
  std::uint64_t fraud_alerted = 0;  ///< calls with an alert, however many
  std::uint64_t legit_alerted = 0;
  std::uint64_t zero_hour = 0;  ///< fraud calls whose caller no call before had
  std::uint64_t zero_hour_refused = 0;
  std::uint64_t victims = 0;  ///< fraud calls that passed and were talked to for a minute or more
  std::uint64_t victims_alerted_in_time = 0;  ///< by a minute after the answer at the latest
  double median_s_to_alert = 0;  ///< fraud calls, from start to first alert; 0 without one
  double p90_s_to_alert = 0;

  proportion recall() const { return {fraud_refused, fraud}; }
  proportion false_positives() const { return {legit_refused, legit}; }
  proportion zero_hour_recall() const { return {zero_hour_refused, zero_hour}; }
  proportion alert_precision() const { return {fraud_alerted, fraud_alerted + legit_alerted}; }
  proportion victims_in_time() const { return {victims_alerted_in_time, victims}; }
};

struct campaign_counts {
  std::uint64_t calls = 0;
  std::uint64_t refused = 0;
  std::uint64_t passed_before_stop = 0;  ///< all of them when none was refused
};

/// What does not fit together.
struct evaluation_gaps {
  std::uint64_t labels_of_unknown_calls = 0;
  std::uint64_t decisions_of_unknown_calls = 0;
  std::uint64_t alerts_of_unknown_calls = 0;
  std::uint64_t calls_given_twice = 0;
  std::uint64_t labels_given_twice = 0;      ///< the first one counts
  std::uint64_t calls_without_label = 0;     ///< in none of the figures
  std::uint64_t calls_without_decision = 0;  ///< labelled, counted as passed
  std::vector<std::string> examples;         ///< ids of the first unknown calls, up to 20
};

struct evaluation_result {
  outcome_counts all;
  std::map<std::string, outcome_counts> by_kind;
  /// Fraud kinds with a hyphen, by what stands before it: "bulk-spoofed" in "bulk".
  std::map<std::string, outcome_counts> by_group;
  std::map<std::string, campaign_counts> by_campaign;
  evaluation_gaps gaps;
};

/// Compares decisions and alerts with the truth. First all calls in order of start, then labels,
/// decisions and alerts in any order. Texts are not kept beyond a call, so ten million calls need
/// about a gigabyte; call ids are told apart by a 64-bit hash.
class evaluation {
 public:
  void add(const judged_call& call);
  void add_label(std::string_view call_id, bool fraud, std::string_view kind,
                 std::string_view campaign);
  void add_decision(std::string_view call_id, verdict enforced);
  void add_alert(std::string_view call_id, timestamp at);

  evaluation_result result() const;

 private:
  struct entry {
    timestamp started_at;
    timestamp answered_at;
    timestamp ended_at;
    timestamp alerted_at;  ///< first time
    std::uint32_t kind = 0;
    std::uint32_t campaign = 0;
    bool first_of_caller = false;
    bool labelled = false;
    bool fraud = false;
    bool decided = false;
    bool refused = false;
  };
  using seconds_to_alert = std::vector<double>;

  entry* find(std::string_view call_id, std::uint64_t& unknown);
  std::uint32_t name_index(std::string_view name);
  static void count(const entry& call, outcome_counts& into);
  static void count_alert_times(seconds_to_alert& times, outcome_counts& into);

  std::vector<entry> calls_;
  std::unordered_map<std::uint64_t, std::uint32_t> by_id_;
  std::unordered_map<std::uint64_t, bool> callers_;
  std::vector<std::string> names_{""};
  std::unordered_map<std::string, std::uint32_t> by_name_;
  evaluation_gaps gaps_;
};

}  // namespace qorgan::stats
