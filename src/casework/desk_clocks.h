#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "domain/desk.h"

namespace qorgan::casework {

/// What is being waited for. Each clock begins where the one before stopped.
enum class desk_clock : std::uint8_t {
  claim,        ///< detected -> claimed
  act,          ///< claimed -> first action
  outcome,      ///< first action -> outcome
  acknowledge,  ///< escalated -> acknowledged by the prosecutor
};
std::string_view to_string(desk_clock value);
inline constexpr unsigned kDeskClocks = 4;

struct limit_pair {
  std::int64_t amber_s = 0;
  std::int64_t red_s = 0;
  bool operator==(const limit_pair&) const = default;
};

/// Limits of every clock by level.
struct desk_limits {
  std::array<std::array<limit_pair, kDeskLevels>, kDeskClocks> of;

  const limit_pair& at(desk_clock clock, desk_level level) const {
    return of[static_cast<std::size_t>(clock)][static_cast<std::size_t>(level)];
  }
  limit_pair& at(desk_clock clock, desk_level level) {
    return of[static_cast<std::size_t>(clock)][static_cast<std::size_t>(level)];
  }
  bool operator==(const desk_limits&) const = default;
  static desk_limits usual();
};

struct running_clock {
  desk_clock which = desk_clock::claim;
  timestamp since;
  timestamp amber_at;
  timestamp red_at;
};

/// The clock of the next step; nothing for a case that is closed or on the shelf.
std::optional<running_clock> step_clock(const desk_case& it, const desk_limits& limits);
/// The clock of the escalation, while nobody has acknowledged it.
std::optional<running_clock> escalation_clock(const desk_case& it, const desk_limits& limits);

}  // namespace qorgan::casework
