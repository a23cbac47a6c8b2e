#pragma once

#include "gateway/call_path.h"

namespace qorgan::gateway {

/// Copies the totals to where other threads may read them; skipped when one is reading just now.
void publish_figures(call_path& path);

}  // namespace qorgan::gateway
