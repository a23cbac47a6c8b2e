#pragma once

namespace qorgan::os {

/// Names the calling thread for top, perf and core dumps; at most 15 characters, the rest is cut.
void name_this_thread(const char* name) noexcept;

}  // namespace qorgan::os
