#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "base/ip_address.h"

namespace qorgan::net {

/// The network has said (ICMP) that a datagram could not be delivered.
struct unreachable {
  ip_endpoint to;           ///< where it was sent
  std::string_view quoted;  ///< its first bytes, as far as the network quotes them
};

/// Asks the kernel to keep such reports for this UDP socket. Without it they are lost; that is all.
void keep_unreachable(int fd, bool is_v6);

/// The next report, or nothing. `room` holds what is quoted: 576 bytes are enough.
std::optional<unreachable> next_unreachable(int fd, std::span<char> room);

}  // namespace qorgan::net
