#include "domain/desk.h"

#include <array>

namespace qorgan {
namespace {

constexpr std::array<std::string_view, kDeskLevels> kLevels{"low", "medium", "high", "urgent"};
constexpr std::array<std::string_view, 4> kStates{"waiting", "claimed", "shelved", "closed"};
constexpr std::array<std::string_view, 8> kOutcomes{"none",        "dissuaded", "not_believed",
                                                    "unreachable", "paid",      "false_alarm",
                                                    "legitimate",  "unattended"};

}  // namespace

std::string to_string(case_id id) {
  return to_string(call_key{id.value});
}

std::string_view to_string(desk_level value) {
  return kLevels[static_cast<std::size_t>(value)];
}

std::string_view to_string(case_state value) {
  return kStates[static_cast<std::size_t>(value)];
}

std::string_view to_string(case_origin value) {
  return value == case_origin::citizen ? "citizen" : "engine";
}

std::string_view to_string(case_outcome value) {
  return kOutcomes[static_cast<std::size_t>(value)];
}

std::expected<case_outcome, std::string> parse_case_outcome(std::string_view text) {
  for (std::size_t i = 0; i < kOutcomes.size(); ++i) {
    if (kOutcomes[i] == text) return static_cast<case_outcome>(i);
  }
  return std::unexpected("'" + std::string(text) + "' is no outcome");
}

}  // namespace qorgan
