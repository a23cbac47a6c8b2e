#include "sip/date.h"

namespace qorgan::sip {
namespace {

constexpr std::string_view kDays = "MonTueWedThuFriSatSun";
constexpr std::string_view kMonths = "JanFebMarAprMayJunJulAugSepOctNovDec";

bool is_one_of(std::string_view three_letters, std::string_view all) {
  for (std::size_t i = 0; i < all.size(); i += 3) {
    if (all.substr(i, 3) == three_letters) return true;
  }
  return false;
}

}  // namespace

bool is_sip_date(std::string_view text) {
  constexpr std::string_view kForm = "___, 00 ___ 0000 00:00:00 GMT";
  if (text.size() != kForm.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool digit = text[i] >= '0' && text[i] <= '9';
    if (kForm[i] == '0' ? !digit : kForm[i] != '_' && kForm[i] != text[i]) return false;
  }
  return is_one_of(text.substr(0, 3), kDays) && is_one_of(text.substr(8, 3), kMonths);
}

}  // namespace qorgan::sip
