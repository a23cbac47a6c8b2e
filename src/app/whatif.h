#pragma once

#include <cstdint>
#include <expected>
#include <functional>
#include <iosfwd>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "domain/call.h"
#include "domain/decision.h"
#include "engine/engine.h"
#include "engine/policy.h"

namespace qorgan::engine {
class number_list;
}

namespace qorgan::app {

struct whatif_inputs {
  std::string journal_path;
  std::shared_ptr<const engine::policy_snapshot> policy;  ///< the one that is tried
  engine::engine_options engine;
  const engine::number_list* honest = nullptr;  ///< callers known to be honest; null: none known
  unsigned days = 7;  ///< the last days of the journal that are compared; all of it is played
  bool keep_changes = true;  ///< list every call whose fate differs
  /// Told now and then how far it has come, 0 to 1; false: it stops. May be empty.
  std::function<bool(double)> go_on{};
};

/// A call whose fate would be another. Refused means blocked or diverted; on a trunk in shadow mode
/// what is compared is what the rules wanted.
struct changed_call {
  call_key key;
  timestamp at;
  e164 caller;
  e164 callee;
  verdict was = verdict::pass;
  verdict would_be = verdict::pass;
  rule_name rule;  ///< of the policy that is tried
};

struct whatif_result {
  std::uint64_t calls = 0;  ///< compared
  timestamp from, to;
  std::uint64_t newly_refused = 0;
  std::uint64_t newly_refused_callers = 0;
  std::uint64_t honest_hit = 0;  ///< newly refused calls of callers known to be honest
  std::uint64_t honest_callers_hit = 0;
  std::uint64_t dropped_caught = 0;   ///< newly refused calls that an operator had to end by hand
  std::uint64_t reported_caught = 0;  ///< … or that were reported as fraud, but not ended
  std::uint64_t no_longer_refused = 0;
  std::uint64_t no_longer_refused_callers = 0;
  std::uint64_t new_alerts = 0;  ///< calls with an alert now that had none, and the reverse
  std::uint64_t gone_alerts = 0;
  std::map<std::string, std::uint64_t> refused_by_rule;  ///< newly refused calls
  std::vector<changed_call> changed;                     ///< refused or no longer, in order
};

/// Plays the journal under another policy from its beginning, so that what the engine remembers is
/// what it would have remembered, and compares the decisions of the last days. A call that was
/// refused then and would pass now has no further course in the journal and is taken as over.
std::expected<whatif_result, std::string> try_policy(const whatif_inputs& inputs);

/// `qorgan whatif`: prints the result; writes changed calls as CSV when `changes_path` is not
/// empty. Exit status.
int run_whatif(const whatif_inputs& inputs, const std::string& changes_path, std::ostream& out,
               std::ostream& err);

}  // namespace qorgan::app
