#pragma once

#include <expected>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "domain/number.h"

namespace qorgan {

/// How a trunk writes numbers, so that they can be brought to E.164.
struct dial_plan {
  country home{"KZ"};                                   ///< country of numbers in national form
  std::vector<std::string> international{"810", "00"};  ///< prefixes before a full number
  std::vector<std::string> national{"8"};               ///< prefixes before a national number
  /// True: digits without plus and prefix that begin with a known country code and are long enough
  /// are taken as international ("77011234567").
  bool bare_international = true;
};

/// The number in E.164, or nothing when it cannot be brought to that form, with what the plan says.
struct normalised {
  e164 number;
  number_info info;
};

/// Digits, plus sign and visual separators of a telephone-subscriber (RFC 3966) or SIP user part
/// under the trunk's dial plan. Never fails: what is not a number says so in `info.validity`.
normalised normalise(std::string_view text, const dial_plan& plan);

/// What the number plan says about a number in E.164. The plan is generated at build time from the
/// metadata of the npm package libphonenumber-js; a test compares both.
number_info classify(e164 number);

/// Operator, place and time zone that a number's range suggests, for Kazakhstan. Numbers are
/// portable, so this suggests and does not prove. Empty texts when the range is not known.
struct range_hint {
  std::string_view operator_name;
  std::string_view place_en;
  std::string_view place_ru;
  std::string_view time_zone;
};
range_hint kz_range(e164 number);

/// True for a dialled emergency number: exactly one of `numbers` as bare digits, the same behind
/// the home country's code (+7112), or a service URN "urn:service:sos…" (RFC 5031).
bool is_emergency(std::string_view signalled, const dial_plan& plan,
                  std::span<const std::string> numbers);

}  // namespace qorgan
