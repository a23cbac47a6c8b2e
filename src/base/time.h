#pragma once

#include <chrono>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

namespace qorgan {

/// Microseconds. Used for every span of time inside the centre.
using duration = std::chrono::microseconds;

/// A moment in UTC with microsecond resolution. The epoch itself (`timestamp{}`) means "never".
using timestamp = std::chrono::sys_time<duration>;

inline constexpr timestamp kNever{};

constexpr bool happened(timestamp at) {
  return at != kNever;
}

constexpr std::int64_t to_us(timestamp at) {
  return at.time_since_epoch().count();
}
constexpr timestamp from_us(std::int64_t us) {
  return timestamp{duration{us}};
}

/// RFC 3339 in UTC with milliseconds, "2026-03-01T10:00:00.000Z"; `kNever` becomes "".
std::string to_rfc3339(timestamp at);

/// Accepts RFC 3339 with 0 to 9 fraction digits (more than six are cut) and `Z` or an offset.
/// The error says what is wrong in words.
std::expected<timestamp, std::string> parse_rfc3339(std::string_view text);

}  // namespace qorgan
