#pragma once

#include <cstdint>
#include <expected>
#include <functional>
#include <iosfwd>
#include <memory>
#include <string>
#include <vector>

#include "codec/call_csv.h"
#include "engine/engine.h"
#include "engine/policy.h"
#include "gateway/options.h"

namespace qorgan::app {

/// With what calls of a file are played.
struct replay_inputs {
  /// Attributes of the trunks the file names. Empty: every trunk is an international one whose
  /// verdicts are enforced. Otherwise a line with a trunk that is not here is a bad line.
  std::vector<gateway::trunk_options> trunks;
  std::shared_ptr<const engine::policy_snapshot> policy;
  engine::engine_options engine;
  /// Told of every decision right after it was made; may be empty.
  std::function<void(const codec::call_row&, const decision&, const engine::engine&)> on_decision;
};

struct replay_files {
  std::string calls;
  std::string reports;    ///< may be empty
  std::string decisions;  ///< written; may be empty
  std::string alerts;     ///< written; may be empty
  /// Leave out reports about calls this play refused: nobody can report what did not ring. For
  /// simulated months, whose reports were written as if every call had got through.
  bool only_reports_that_could_be = false;
  bool accept_bad_lines = false;  ///< go on although more than 1 % of the lines are bad
};

/// `qorgan replay --calls …`: plays the calls of a file in time order through the engine and writes
/// what it decided. Wrong lines are told on `err` with their number; the summary goes to `out`. A
/// call the engine stops ends there: what the file says of it afterwards did not happen in this
/// play. Exit status.
int replay_calls(const replay_inputs& inputs, const replay_files& files, std::ostream& out,
                 std::ostream& err);

/// What playing a journal again showed.
struct journal_replay {
  std::uint64_t records = 0;
  std::uint64_t decisions = 0;
  std::uint64_t alerts = 0;
  std::uint64_t differences = 0;      ///< records whose decision or alerts came out differently
  std::string recorded_digest;        ///< of the journal's decisions and alerts
  std::string derived_digest;         ///< of those the engine came to again
  std::vector<std::string> examples;  ///< the first differences, in words
};

/// Feeds a fresh engine everything a journal holds, with the policy of each moment, and compares.
std::expected<journal_replay, std::string> play_journal(const std::string& path,
                                                        const engine::engine_options& options);

/// `qorgan replay --journal …`: prints both digests and the number of differences. Exit status 1
/// when there is one.
int replay_journal(const std::string& path, const engine::engine_options& options,
                   std::ostream& out, std::ostream& err);

}  // namespace qorgan::app
