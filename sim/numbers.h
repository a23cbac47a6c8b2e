#pragma once

#include <string>
#include <string_view>

#include "sim/dice.h"

namespace qorgan::sim {

/// Numbers that their country's plan calls valid (ranges as in libphonenumber's metadata), with
/// plus sign. None of them is anybody's on purpose; the simulator only ever dials loopback
/// addresses.
std::string kz_mobile(dice& d);
std::string kz_fixed(dice& d);
std::string kz_any(dice& d);  ///< mostly mobile

/// Mobile or fixed number of a country: DE, TR, RU, CN, GB, UZ, KG, UA, KR, US; others become GB.
std::string foreign_mobile(std::string_view country, dice& d);
std::string foreign_fixed(std::string_view country, dice& d);

/// One of our subscribers known to be abroad: the demonstration's roaming list,
/// +77010001000 … +77010001099.
std::string roamer_number(dice& d);

/// The number `step` behind this one, same length: "+77011234599", 1 -> "+77011234600".
std::string following(std::string_view number, unsigned step);

}  // namespace qorgan::sim
