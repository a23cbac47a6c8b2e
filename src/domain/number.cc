#include "domain/number.h"

#include <array>

namespace qorgan {

std::string to_string(e164 number) {
  if (number.empty()) return {};
  std::array<char, 16> text{'+'};
  const unsigned size = number.digits(text.data() + 1);
  return {text.data(), size + 1};
}

std::string_view to_string(number_type type) {
  switch (type) {
    case number_type::unknown: return "unknown";
    case number_type::fixed_line: return "fixed_line";
    case number_type::mobile: return "mobile";
    case number_type::fixed_line_or_mobile: return "fixed_line_or_mobile";
    case number_type::toll_free: return "toll_free";
    case number_type::premium_rate: return "premium_rate";
    case number_type::shared_cost: return "shared_cost";
    case number_type::voip: return "voip";
    case number_type::personal: return "personal";
    case number_type::pager: return "pager";
    case number_type::uan: return "uan";
    case number_type::voicemail: return "voicemail";
  }
  return "unknown";
}

std::string_view to_string(number_validity validity) {
  switch (validity) {
    case number_validity::valid: return "valid";
    case number_validity::unallocated: return "unallocated";
    case number_validity::wrong_length: return "wrong_length";
    case number_validity::unknown_country: return "unknown_country";
    case number_validity::not_a_number: return "not_a_number";
  }
  return "not_a_number";
}

}  // namespace qorgan
