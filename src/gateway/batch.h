#pragma once

#include <span>

#include "base/inline_vector.h"
#include "gateway/call_path.h"

namespace qorgan::gateway {

using batch_order = inline_vector<std::uint16_t, limits::kUdpBatch>;

/// The order in which the datagrams of one read are handled. As they came; when the call path has
/// fallen behind, emergency calls and everything about calls that exist come before new calls.
batch_order order_of(call_path& path, std::span<const net::datagram> batch);

/// Tells the load control what reading this listener found.
void note_reading(call_path& path, std::size_t listener, std::size_t datagrams);

}  // namespace qorgan::gateway
