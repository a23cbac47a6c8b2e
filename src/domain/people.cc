#include "domain/people.h"

namespace qorgan {

std::string_view to_string(role value) {
  switch (value) {
    case role::operator_: return "operator";
    case role::shift_lead: return "shift_lead";
    case role::prosecutor: return "prosecutor";
    case role::engineer: return "engineer";
    case role::administrator: return "administrator";
  }
  return "operator";
}

std::optional<role> parse_role(std::string_view text) {
  for (const role each : kRoles) {
    if (to_string(each) == text) return each;
  }
  return std::nullopt;
}

}  // namespace qorgan
