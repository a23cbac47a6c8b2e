#include "sim/numbers.h"

#include <array>

namespace qorgan::sim {

namespace {

using namespace std::string_view_literals;

std::string with_digits(std::string_view prefix, unsigned count, dice& d) {
  std::string out{prefix};
  for (unsigned i = 0; i < count; ++i) out += static_cast<char>('0' + d.below(10));
  return out;
}

struct country_ranges {
  std::string_view country;
  std::array<std::string_view, 3> mobile;
  unsigned mobile_digits;
  std::array<std::string_view, 3> fixed;
  unsigned fixed_digits;
  bool by_exchange = false;  ///< the first digit behind the prefix is 2 to 9
};

constexpr std::array kRanges{
    country_ranges{"DE", {"+49151", "+49157", "+49152"}, 8, {"+493030", "+493054", "+498954"}, 6},
    country_ranges{"TR", {"+90532", "+90541", "+90533"}, 7, {"+902122", "+903124", "+902324"}, 6},
    country_ranges{"RU", {"+7903", "+7916", "+7921"}, 7, {"+74952", "+78123", "+74997"}, 6},
    country_ranges{"CN", {"+86135", "+86138", "+86186"}, 8, {"+86215", "+86106", "+86208"}, 7},
    country_ranges{"GB", {"+44771", "+44774", "+44777"}, 7, {"+442079", "+442074", "+442073"}, 6},
    country_ranges{"UZ", {"+99890", "+99893", "+99897"}, 7, {"+998712", "+998712", "+998712"}, 6},
    country_ranges{
        "KG", {"+996700", "+996555", "+996705"}, 6, {"+996312", "+996312", "+996312"}, 6},
    country_ranges{"UA", {"+38067", "+38050", "+38093"}, 7, {"+380442", "+380445", "+380444"}, 6},
    country_ranges{"KR", {"+82102", "+82105", "+82109"}, 7, {"+8222", "+8225", "+8227"}, 7},
    // North America's numbers do not tell mobile from fixed; an exchange code begins with 2 to 9.
    country_ranges{"US", {"+1212", "+1646", "+1718"}, 7, {"+1202", "+1312", "+1415"}, 7, true},
};

const country_ranges& ranges_of(std::string_view country) {
  for (const auto& entry : kRanges) {
    if (entry.country == country) return entry;
  }
  return kRanges[4];
}

std::string number_within(const country_ranges& r, std::string_view prefix, unsigned count,
                          dice& d) {
  if (!r.by_exchange) return with_digits(prefix, count, d);
  std::string exchange{prefix};
  exchange += static_cast<char>('2' + d.below(8));
  return with_digits(exchange, count - 1, d);
}

}  // namespace

std::string kz_mobile(dice& d) {
  static constexpr std::array kPrefixes{"+7700"sv, "+7701"sv, "+7702"sv, "+7705"sv,
                                        "+7707"sv, "+7708"sv, "+7747"sv, "+7771"sv,
                                        "+7775"sv, "+7776"sv, "+7777"sv, "+7778"sv};
  // The first digit keeps clear of +7701 000…, where the demonstration's roamers live.
  std::string out{d.one_of(kPrefixes)};
  out += static_cast<char>('1' + d.below(9));
  return with_digits(out, 6, d);
}

std::string kz_fixed(dice& d) {
  static constexpr std::array kPrefixes{"+771722"sv, "+771723"sv, "+772723"sv, "+772722"sv};
  return with_digits(d.one_of(kPrefixes), 5, d);
}

std::string kz_any(dice& d) {
  return d.chance(0.85) ? kz_mobile(d) : kz_fixed(d);
}

std::string foreign_mobile(std::string_view country, dice& d) {
  const country_ranges& r = ranges_of(country);
  return number_within(r, d.one_of(r.mobile), r.mobile_digits, d);
}

std::string foreign_fixed(std::string_view country, dice& d) {
  const country_ranges& r = ranges_of(country);
  return number_within(r, d.one_of(r.fixed), r.fixed_digits, d);
}

std::string roamer_number(dice& d) {
  return with_digits("+770100010", 2, d);
}

std::string following(std::string_view number, unsigned step) {
  std::string out{number};
  for (; step > 0; --step) {
    for (std::size_t i = out.size(); i-- > 1;) {
      if (out[i] != '9') {
        ++out[i];
        break;
      }
      out[i] = '0';
    }
  }
  return out;
}

}  // namespace qorgan::sim
