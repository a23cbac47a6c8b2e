#include "sip/date.h"

#include <chrono>

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

std::optional<std::int64_t> parse_sip_date(std::string_view text) {
  if (!is_sip_date(text)) return std::nullopt;
  const auto number = [&](std::size_t at, std::size_t digits) {
    int value = 0;
    for (const char c : text.substr(at, digits)) value = value * 10 + (c - '0');
    return value;
  };
  const auto month = static_cast<unsigned>(kMonths.find(text.substr(8, 3)) / 3 + 1);
  const std::chrono::year_month_day day{std::chrono::year{number(12, 4)}, std::chrono::month{month},
                                        std::chrono::day{static_cast<unsigned>(number(5, 2))}};
  const int seconds = number(17, 2) * 3'600 + number(20, 2) * 60 + number(23, 2);
  if (!day.ok() || number(17, 2) > 23 || number(20, 2) > 59 || number(23, 2) > 60) {
    return std::nullopt;
  }
  return std::int64_t{std::chrono::sys_days{day}.time_since_epoch().count()} * 86'400 + seconds;
}

}  // namespace qorgan::sip
