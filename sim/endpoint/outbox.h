#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "base/ip_address.h"

namespace qorgan::sim {

/// Real time since the run began; SIP timers run in it, whatever the simulated speed.
using moment = std::chrono::microseconds;
inline constexpr moment kOff = moment::max();

/// A datagram to send.
struct outgoing {
  std::string bytes;
  ip_endpoint to;
};
using outbox = std::vector<outgoing>;

// RFC 3261 §17, Table 4.
inline constexpr moment kT1 = std::chrono::milliseconds{500};
inline constexpr moment kT2 = std::chrono::seconds{4};
inline constexpr moment kTransactionTimeout = 64 * kT1;  ///< timers B, F, H

}  // namespace qorgan::sim
