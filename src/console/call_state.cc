#include <array>

#include "console/live_view.h"

namespace qorgan::console {
namespace {

constexpr std::array kStates{call_state::screening, call_state::ringing, call_state::answered,
                             call_state::ended,     call_state::refused, call_state::redirected};

}  // namespace

std::string_view to_string(call_state value) {
  switch (value) {
    case call_state::screening: return "screening";
    case call_state::ringing: return "ringing";
    case call_state::answered: return "answered";
    case call_state::ended: return "ended";
    case call_state::refused: return "refused";
    case call_state::redirected: return "redirected";
  }
  return "ended";
}

std::optional<call_state> parse_call_state(std::string_view text) {
  for (const call_state value : kStates) {
    if (to_string(value) == text) return value;
  }
  return std::nullopt;
}

}  // namespace qorgan::console
