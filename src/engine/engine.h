#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/inline_vector.h"
#include "domain/call.h"
#include "domain/decision.h"
#include "domain/order.h"
#include "domain/report.h"
#include "engine/policy.h"

namespace qorgan::engine {

struct engine_options {
  std::size_t memory_bytes = 256u << 20;  ///< of all entity tables; full: the stalest is forgotten
  std::uint64_t hash_seed = 0x51'6f'72'67'61'6e;  ///< fixed, so that a replay is exact
};

/// What became of reports since construction.
struct report_counts {
  std::uint64_t taken = 0;
  std::uint64_t repeated = 0;        ///< the same reporter said it of the same caller already
  std::uint64_t beyond_cap = 0;      ///< of one reporter
  std::uint64_t without_caller = 0;  ///< nothing can be learnt from it
};

/// How often the rules would have decided otherwise with the challenger's score, since it runs.
struct challenge_counts {
  std::uint64_t compared = 0;
  std::uint64_t refused_by_both = 0;
  std::uint64_t refused_by_current = 0;     ///< alone
  std::uint64_t refused_by_challenger = 0;  ///< alone
};

/// What one event led to.
struct effects {
  std::optional<decision> decided;  ///< for call_started
  inline_vector<alert, 4> alerts;
  bool more = false;  ///< apply the same time_passed again: more timers are due
};

/// The deterministic heart: state and an ordered stream of events in, effects out. No clock, no
/// thread, no file, no socket; the same events give the same effects, always. Time never runs back:
/// an event older than the newest one is taken as of that moment.
///
/// A `time_passed` that raises no alert changes nothing a later effect depends on, so the driver
/// only journals those that did.
class engine {
 public:
  engine(engine_options options, std::shared_ptr<const policy_snapshot> policy);
  ~engine();
  engine(const engine&) = delete;
  engine& operator=(const engine&) = delete;

  /// From here on this snapshot decides, whole. Counters of entities are kept.
  void adopt(std::shared_ptr<const policy_snapshot> policy);
  const policy_snapshot& policy() const;

  const effects& apply(const call_started& event);
  const effects& apply(const call_ringing& event);
  const effects& apply(const call_answered& event);
  const effects& apply(const call_ended& event);
  const effects& apply(const time_passed& event);
  const effects& apply(const process_started& event);
  /// Takes effect at once: the next call is judged with it.
  const effects& apply(const call_reported& event);
  /// Takes effect at once too. Restarts of the process change nothing about measures in force.
  const effects& apply(const order_changed& event);

  /// When the next in-call timer is due; kNever without one. For drivers without a clock.
  timestamp next_timer() const;

  /// Hits since construction, by name, in policy order.
  std::vector<std::pair<std::string, std::uint64_t>> detector_hits() const;
  std::vector<std::pair<std::string, std::uint64_t>> rule_hits() const;

  const report_counts& reports() const;
  const challenge_counts& challenge() const;

  /// Values of model_features() of the newest new call: what a model is trained on.
  void evidence_values(std::span<float> out) const;

  /// Measures in force, as the changes that would bring them about.
  std::vector<order_changed> orders() const;
  /// Where a decision that diverts sends the call, by a rule or by a measure: a SIP URI. Empty when
  /// there is none.
  std::string_view divert_target(const rule_name& rule) const;

  /// Defined in engine/engine_state.h for the engine's own files.
  struct state;

 private:
  std::unique_ptr<state> state_;
};

}  // namespace qorgan::engine
