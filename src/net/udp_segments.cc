#include "net/udp_segments.h"

#include <cstring>

#include "base/hash.h"

namespace qorgan::net {
namespace {

/// Beyond it a segment may not fit the link (1,500 bytes less the headers of IPv6 and UDP).
constexpr std::size_t kSegmentBytes = 1'452;
/// Of one message to the kernel: a datagram's length less headers.
constexpr std::size_t kGroupBytes = 65'000;

std::uint64_t place_of(const outgoing& one) {
  std::uint64_t low;
  std::memcpy(&low, one.to.address.data() + 8, sizeof low);
  return mix64(low ^ std::uint64_t{one.to.port} << 48 ^ std::uint64_t{one.bytes.iov_len} << 32);
}

}  // namespace

void segment_plan::make(std::span<const outgoing> batch, bool join) {
  group_count_ = 0;
  part_count_ = batch.size();
  slots_.fill(kNone);
  reached_.fill(0);
  for (std::size_t i = 0; i < batch.size(); ++i) {
    const std::size_t at = join ? find_group(batch, i) : group_count_;
    const auto length = static_cast<std::uint32_t>(batch[i].bytes.iov_len);
    if (at == group_count_) {
      groups_[group_count_++] = {0, 0, static_cast<std::uint32_t>(i), 0,
                                 static_cast<std::uint16_t>(length)};
    }
    ++groups_[at].count;
    groups_[at].bytes += length;
    member_[i] = static_cast<std::uint8_t>(at);
  }
  std::uint32_t next = 0;
  std::array<std::uint32_t, kBatch> place;
  for (std::size_t g = 0; g < group_count_; ++g) {
    groups_[g].first = place[g] = next;
    next += groups_[g].count;
  }
  for (std::size_t i = 0; i < batch.size(); ++i) parts_[place[member_[i]]++] = batch[i].bytes;
}

/// The group that takes datagram `index`; group_count_ when a new one has to be opened.
std::size_t segment_plan::find_group(std::span<const outgoing> batch, std::size_t index) {
  const outgoing& one = batch[index];
  const std::size_t length = one.bytes.iov_len;
  // Streams that share an entry hold each other back: needless, harmless.
  std::uint8_t& reached = reached_[mix64(one.stream) % kSlots];
  std::size_t slot = place_of(one) % kSlots;
  for (; slots_[slot] != kNone; slot = (slot + 1) % kSlots) {
    const group& open = groups_[slots_[slot]];
    if (open.segment_bytes != length || batch[open.leader].to != one.to) continue;
    const bool fits = length != 0 && length <= kSegmentBytes && slots_[slot] >= reached &&
                      open.bytes + length <= kGroupBytes;
    if (fits) return reached = slots_[slot];
    break;
  }
  return reached = slots_[slot] = static_cast<std::uint8_t>(group_count_);
}

}  // namespace qorgan::net
