#pragma once

#include <boost/json/object.hpp>

#include "casework/desk_clocks.h"
#include "casework/desk_queue.h"
#include "console/call_json.h"
#include "domain/desk.h"

namespace qorgan::console {

/// `case_row` of the API, masked for its reader. `rank` orders the queue: the greater the earlier.
boost::json::object case_json(const desk_case& it, const casework::case_pulse& pulse, int rank,
                              const casework::desk_limits& limits, const reader& who);
boost::json::object case_call_json(const case_call& call, const reader& who);
boost::json::object event_json(const case_event& event);

/// The order of the queue as a whole number, so that it changes by steps and not at every moment.
int rank_of(const desk_case& it, const casework::case_pulse& pulse, timestamp now);

/// A case like those of the queue, from what the live view knows of its calls. The lock of the live
/// view is held.
casework::case_pulse pulse_of(const std::vector<call_key>& calls, const live_view& view);

}  // namespace qorgan::console
