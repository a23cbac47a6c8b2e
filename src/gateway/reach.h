#pragma once

#include <optional>
#include <string_view>

#include "gateway/call_path.h"

namespace qorgan::gateway {

// How a request reaches its next element: over which transport and connection, and what follows
// when it does not.

/// Where a URI inside the call `c` (may be null) leads: by its address and transport, over the
/// call's own connection on that side where it has one to the same host (docs/transports.md).
std::optional<peer> peer_inside(const call_path& path, std::string_view uri, const call* c,
                                leg towards);

/// Begins the client half of `at`, whose verb and downstream are set: keeps `bytes` as its request
/// and sends it, by TCP when it is too large for UDP (RFC 3261 §18.1.1). What cannot be sent is
/// told to the transaction as silence at once.
void start_client(call_path& path, slot_handle at, std::string_view bytes,
                  std::int64_t patience_ms = sip::kGiveUp_ms);
/// The transaction no longer waits for its connection.
void stop_waiting(call_path& path, slot_handle at);
/// A request without a transaction, by TCP when it is too large for UDP.
void send_request(call_path& path, const peer& to, std::string_view bytes);

/// Whether this end of the path is reliable (RFC 3261 §17).
inline bool is_reliable(const call_path& path, const peer& at) {
  return path.sockets.is_stream(at);
}

/// Connections: whoever connects, and what they send.
void serve_streams(call_path& path);
/// Requests that wait on a connection that has ended go another way, or fail.
void forget_ended_connections(call_path& path);

}  // namespace qorgan::gateway
