#pragma once

#include <cstdint>
#include <expected>
#include <string>

#include "base/time.h"

namespace qorgan::app {

/// The calls that were up when the process was stopped, for the next one: a file of the data
/// folder that is used once. It fits the journal as it stood then and no other, and for as long as
/// a neighbour would still repeat what was missed.
struct carried_calls {
  std::uint64_t journal_seq = 0;  ///< last durable record when it was written
  timestamp written_at;
  std::string calls;  ///< gateway/carry_over.h
};

/// Longer away: calls may have ended unseen, and are not taken over.
inline constexpr std::int64_t kMostAway_ms = 120'000;

/// Whole or not at all (written beside it, synced, renamed). The error is one line.
std::expected<void, std::string> write_carried(const std::string& file, const carried_calls& what);

/// Reads the file and takes it away. Empty `calls`: there was none. The error says in one line why
/// it was not used; a file that is damaged is kept beside its place as FILE.broken.
std::expected<carried_calls, std::string> take_carried(const std::string& file,
                                                       std::uint64_t journal_seq, timestamp now);

}  // namespace qorgan::app
