#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <utility>
#include <vector>

#include "base/config_error.h"
#include "base/time.h"

namespace qorgan {

/// What is tried on the recent past: another policy, another model, or both.
struct trial_request {
  std::string policy;           ///< YAML; empty: the one in force. Lists are those in force
  bool use_challenger = false;  ///< the model in shadow in place of the one in force
  unsigned days = 7;            ///< the last days of the journal that are compared
};

/// What would have been different. Refused means blocked or diverted.
struct trial_figures {
  timestamp from, to;
  std::uint64_t calls = 0;
  std::uint64_t newly_refused = 0;
  std::uint64_t newly_refused_callers = 0;
  std::uint64_t honest_hit = 0;  ///< newly refused calls of callers known to be honest
  std::uint64_t honest_callers_hit = 0;
  std::uint64_t scams_caught = 0;  ///< newly refused calls that were ended by hand or reported
  std::uint64_t no_longer_refused = 0;
  std::uint64_t no_longer_refused_callers = 0;
  std::uint64_t new_alerts = 0;
  std::uint64_t gone_alerts = 0;
  std::vector<std::pair<std::string, std::uint64_t>> refused_by_rule;  ///< newly, by name
};

struct trial_state {
  enum class phase : std::uint8_t { none, running, done, failed, stopped };
  phase now = phase::none;
  timestamp started_at;
  std::string actor;
  trial_request tried;
  double progress = 0;  ///< 0 to 1
  trial_figures found;  ///< when done
  std::string trouble;  ///< when failed
};

/// Tries policies on the journal, one at a time, beside the centre and behind everything else.
/// Any thread; nothing waits for a trial.
class policy_trials {
 public:
  virtual ~policy_trials() = default;
  struct not_started {
    bool busy = false;       ///< another one is running
    config_errors mistakes;  ///< of the policy
  };
  virtual std::expected<void, not_started> start(const trial_request& request,
                                                 const std::string& actor) = 0;
  /// The one that runs, or the last one.
  virtual trial_state state() const = 0;
  virtual void stop() = 0;
};

}  // namespace qorgan
