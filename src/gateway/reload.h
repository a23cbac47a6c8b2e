#pragma once

#include "gateway/call_path.h"

namespace qorgan::gateway {

/// Settings that are in force from the next message on. Calls that are up keep the trunk, the hop
/// and the addresses they have.
void adopt_settings(call_path& path, gateway_options fresh);

}  // namespace qorgan::gateway
