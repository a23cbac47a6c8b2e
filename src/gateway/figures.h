#pragma once

#include "gateway/call_path.h"

namespace qorgan::gateway {

/// Copies the totals to where other threads may read them; skipped when one is reading just now.
void publish_figures(call_path& path);

/// Counts what was decided on a call; a refusal is counted when it is carried out.
void count_verdict(trunk_figures& figures, const decision& decided, bool emergency);

}  // namespace qorgan::gateway
