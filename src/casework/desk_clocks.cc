#include "casework/desk_clocks.h"

namespace qorgan::casework {
namespace {

constexpr std::array<std::string_view, kDeskClocks> kNames{"claim", "act", "outcome",
                                                           "acknowledge"};

running_clock started(desk_clock which, timestamp since, const desk_case& it,
                      const desk_limits& limits) {
  const limit_pair& limit = limits.at(which, it.level);
  return {which, since, since + std::chrono::seconds{limit.amber_s},
          since + std::chrono::seconds{limit.red_s}};
}

}  // namespace

std::string_view to_string(desk_clock value) {
  return kNames[static_cast<std::size_t>(value)];
}

// Columns: low, medium, high, urgent.
desk_limits desk_limits::usual() {
  desk_limits out;
  out.of = {{{{{600, 1'800}, {120, 300}, {30, 90}, {10, 30}}},
             {{{900, 1'800}, {300, 600}, {120, 240}, {60, 180}}},
             {{{7'200, 14'400}, {3'600, 7'200}, {1'800, 3'600}, {1'800, 3'600}}},
             {{{3'600, 7'200}, {1'800, 3'600}, {600, 1'200}, {120, 300}}}}};
  return out;
}

std::optional<running_clock> step_clock(const desk_case& it, const desk_limits& limits) {
  if (it.state == case_state::shelved || !it.open()) return std::nullopt;
  if (!happened(it.claimed_at)) return started(desk_clock::claim, it.detected_at, it, limits);
  if (!happened(it.acted_at)) return started(desk_clock::act, it.claimed_at, it, limits);
  return started(desk_clock::outcome, it.acted_at, it, limits);
}

std::optional<running_clock> escalation_clock(const desk_case& it, const desk_limits& limits) {
  if (!happened(it.escalated_at) || happened(it.acknowledged_at)) return std::nullopt;
  return started(desk_clock::acknowledge, it.escalated_at, it, limits);
}

}  // namespace qorgan::casework
