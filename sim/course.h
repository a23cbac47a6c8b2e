#pragma once

#include "sim/traffic/plan.h"

namespace qorgan::sim {

/// What becomes of a planned call when nobody comes between, in moments.
struct course {
  timestamp ringing_at, answered_at, ended_at;  ///< kNever: did not happen
  int end_code = 0;                             ///< final SIP status
  const char* ended_by = "";                    ///< as call records spell it
};
course course_of(const planned_call& call, timestamp started);

}  // namespace qorgan::sim
