#pragma once

#include <span>

#include "gateway/call_path.h"

namespace qorgan::gateway {

/// The order in which the datagrams of one read are handled. As they came; when the call path has
/// fallen behind, emergency calls and everything about calls that exist come before new calls.
/// Valid until it is asked again.
std::span<const std::uint16_t> order_of(call_path& path, std::span<const net::datagram> batch);

/// Tells the load control what reading this listener found.
void note_reading(call_path& path, std::size_t listener);

}  // namespace qorgan::gateway
