#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "engine/activity.h"
#include "engine/engine.h"
#include "engine/entity_table.h"
#include "engine/live_calls.h"
#include "engine/orders_in_force.h"
#include "engine/policy_snapshot.h"
#include "engine/rules.h"
#include "engine/standing.h"

namespace qorgan::engine {

/// Everything the engine remembers. The configured memory is split over the tables by what a
/// country's gateway sees: many callers and subscribers, fewer ranges, few kinds of equipment.
struct engine::state {
  state(engine_options options, std::shared_ptr<const policy_snapshot> initial);

  engine_options options;
  std::shared_ptr<const policy_snapshot> policy;

  entity_table<activity> callers;
  entity_table<activity> ranges;
  entity_table<activity> equipment;
  entity_table<activity> sources;
  entity_table<callee_activity> callees;
  entity_table<standing> standings;
  entity_table<conversation> conversations;
  entity_table<reporter> reporters;
  live_calls live;
  orders_in_force orders;

  timestamp now;   ///< of the newest event; never runs back
  effects out;     ///< of the newest event; kept here so that no call builds it anew
  findings found;  ///< of the call being judged; here for the same reason

  std::vector<std::uint64_t> detector_hits;    ///< as the registry
  std::vector<std::uint64_t> rule_hits;        ///< as the policy
  std::vector<std::uint64_t> challenger_hits;  ///< counted and not shown
  challenge_counts challenged;
  report_counts reports;

  /// The moment an event is taken as of.
  timestamp advance(timestamp at);
  void clear_effects();
};

/// Judges a new call: the pipeline from the INVITE to the verdict. Fills `state.out`.
void screen_call(engine::state& state, const call_started& call);

/// In-call timers.
void arm_timers(engine::state& state, live_call& call);
/// Another call to the same subscriber was not answered meanwhile.
void arm_missed_timers(engine::state& state, live_call& call);
void fire_timers(engine::state& state, timestamp at);
/// Takes away the timers of detectors the policy has switched off.
void drop_disabled_timers(engine::state& state);

}  // namespace qorgan::engine
