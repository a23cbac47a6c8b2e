#pragma once

#include "gateway/call_path.h"

namespace qorgan::gateway {

/// What the time in `path.now_ms` makes due: timers, refusals, and ten times a second the engine's
/// clock, the pings and the figures.
void on_time(call_path& path);

}  // namespace qorgan::gateway
