#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <expected>
#include <span>
#include <string>

#include "base/limits.h"

namespace qorgan::journal {

// The payload of a group, in the ring as in the file: records one behind the other, each behind
// its length in two bytes, little-endian.

using record_length = std::uint16_t;
inline constexpr std::size_t kLengthBytes = sizeof(record_length);
static_assert(limits::kRecordBytes < 0xffff);

inline record_length length_at(const std::byte* at) {
  record_length length;
  std::memcpy(&length, at, kLengthBytes);
  return length;
}

/// Calls `take(bytes)` for every record of a payload read from a file; its first error, or a
/// length that does not fit, ends it.
template <typename Take>
std::expected<void, std::string> split_payload(std::span<const std::byte> payload, Take take) {
  while (!payload.empty()) {
    if (payload.size() < kLengthBytes) return std::unexpected("cut short");
    const std::size_t length = length_at(payload.data());
    if (length > payload.size() - kLengthBytes) return std::unexpected("cut short");
    if (auto taken = take(payload.subspan(kLengthBytes, length)); !taken) return taken;
    payload = payload.subspan(kLengthBytes + length);
  }
  return {};
}

}  // namespace qorgan::journal
