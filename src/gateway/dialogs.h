#pragma once

#include "gateway/call_path.h"

namespace qorgan::gateway {

/// Remembers what it takes to speak inside the call: from the INVITE kept in its transaction and
/// the 2xx in `path.in`.
void keep_dialog(call_path& path, call& c);

/// A re-INVITE or UPDATE, relayed by `t`, was accepted with the 2xx in `path.in`: either end may
/// have moved to another Contact (RFC 3261 §12.2).
void refresh_targets(call_path& path, const transaction& t);

}  // namespace qorgan::gateway
