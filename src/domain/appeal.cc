#include "domain/appeal.h"

#include <array>

namespace qorgan {
namespace {

constexpr std::array<std::string_view, 4> kStates{"open", "granted", "dismissed", "lapsed"};

}  // namespace

std::string_view to_string(appeal_state value) {
  return kStates[static_cast<std::size_t>(value)];
}

std::optional<appeal_state> parse_appeal_state(std::string_view text) {
  for (std::size_t i = 0; i < kStates.size(); ++i) {
    if (kStates[i] == text) return static_cast<appeal_state>(i);
  }
  return std::nullopt;
}

}  // namespace qorgan
