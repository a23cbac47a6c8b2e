#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "gateway/call_path.h"

namespace qorgan::gateway {

// Behind everything else a new call may wait. While the call path keeps up it does not: datagrams
// are handled as they come. When it has fallen behind, what the kernel holds is read first, all of
// it; emergency calls and everything about calls that exist are handled at once, and new calls are
// put into a queue of our own, which is worked off in order when there is nothing more urgent.

struct batch_plan {
  std::span<const std::uint16_t> at_once;  ///< places in the batch
  std::span<const std::uint16_t> later;
};
/// Valid until it is asked again.
batch_plan plan_of(call_path& path, std::span<const net::datagram> batch);

/// Puts it into the queue. False: the queue is full, it is to be handled now.
bool put_off(call_path& path, const net::datagram& each, std::uint16_t listener);

/// Handles the oldest of the queue. False: there is none.
bool work_off_one(call_path& path);

/// Tells the load control what reading this listener found.
void note_reading(call_path& path, std::size_t listener);

}  // namespace qorgan::gateway
