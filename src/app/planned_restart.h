#pragma once

#include <string>

#include "gateway/gateway.h"
#include "journal/journal.h"
#include "os/clock.h"

namespace qorgan::app {

struct restart_parts {
  gateway::gateway& calls;
  const journal::journal& log;
  const os::clock& clock;
};

/// Calls that were up when the last process was stopped, before the call path runs. Nothing that is
/// wrong with them keeps the centre from starting: without them it starts as after a crash, and
/// says so in the log.
void take_over_calls(const std::string& file, const restart_parts& parts);

/// After the journal has stopped: `calls`, of gateway::save_calls, for the next process.
void leave_calls(const std::string& file, const restart_parts& parts, std::string calls);

}  // namespace qorgan::app
