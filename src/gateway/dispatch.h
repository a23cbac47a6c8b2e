#pragma once

#include <string_view>

#include "gateway/call_path.h"

namespace qorgan::gateway {

/// One datagram, from its bytes to what it causes.
void on_datagram(call_path& path, std::string_view bytes, const peer& from);

}  // namespace qorgan::gateway
