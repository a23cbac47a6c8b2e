#include "domain/people.h"

namespace qorgan {

std::string_view to_string(role value) {
  return value == role::engineer ? "engineer" : "operator";
}

std::optional<role> parse_role(std::string_view text) {
  if (text == "operator") return role::operator_;
  if (text == "engineer") return role::engineer;
  return std::nullopt;
}

}  // namespace qorgan
