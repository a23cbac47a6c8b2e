#pragma once

#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "base/ip_address.h"
#include "base/limits.h"

namespace qorgan::net {

/// A datagram of the batch to be sent.
struct outgoing {
  iovec bytes{};
  ip_endpoint to;
  std::uint64_t stream = 0;  ///< datagrams of one stream keep their order
};

/// Joins datagrams of equal length to the same address into one message, which the kernel cuts
/// again at the very end (UDP_SEGMENT, Linux 4.18). Datagrams of different streams may overtake
/// each other, those of one stream never do: each goes into the group of the one before it or a
/// later group.
class segment_plan {
 public:
  static constexpr std::size_t kBatch = limits::kUdpBatch;

  /// One message for sendmmsg.
  struct group {
    std::uint32_t first = 0;   ///< in `parts()`
    std::uint32_t bytes = 0;   ///< of all
    std::uint32_t leader = 0;  ///< index of its first datagram in the batch
    std::uint16_t count = 0;
    std::uint16_t segment_bytes = 0;
  };

  /// Plans `batch` (at most kBatch). Nothing is joined when `join` is false.
  void make(std::span<const outgoing> batch, bool join);

  std::span<const group> groups() const { return {groups_.data(), group_count_}; }
  /// The datagrams' bytes, those of a group side by side.
  std::span<iovec> parts() { return {parts_.data(), part_count_}; }

 private:
  static constexpr std::size_t kSlots = 4 * kBatch;
  static constexpr std::uint8_t kNone = 0xff;
  static_assert(kBatch < kNone);

  std::size_t find_group(std::span<const outgoing> batch, std::size_t index);

  std::array<group, kBatch> groups_{};
  std::array<iovec, kBatch> parts_{};
  std::array<std::uint8_t, kBatch> member_{};   // group of each datagram
  std::array<std::uint8_t, kSlots> slots_{};    // newest group by address and length
  std::array<std::uint8_t, kSlots> reached_{};  // by stream: first group its next one may go into
  std::size_t group_count_ = 0;
  std::size_t part_count_ = 0;
};

}  // namespace qorgan::net
