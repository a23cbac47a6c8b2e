#include "domain/number_plan.h"

#include <gtest/gtest.h>

#include <array>
#include <fstream>
#include <sstream>

namespace qorgan {
namespace {

const std::vector<std::string> kEmergency{"101", "102", "103", "104", "112"};

/// "KZ mobile valid +77011234567"
std::string words(const normalised& n) {
  std::string out{n.info.where.empty() ? "--" : n.info.where.text()};
  out.append(" ").append(to_string(n.info.type)).append(" ").append(to_string(n.info.validity));
  if (!n.number.empty()) out.append(" ").append(to_string(n.number));
  return out;
}

std::string read(std::string_view text, const dial_plan& plan = {}) {
  return words(normalise(text, plan));
}

std::string plan_says(std::string_view digits) {
  const auto number = e164::from_digits(digits);
  return words({*number, classify(*number)});
}

// ---- against libphonenumber-js ----

struct sample {
  std::string digits, where, type, validity;
};

std::vector<sample> samples() {
  std::ifstream file{QORGAN_BINARY_DIR "/generated/number_plan_samples.csv"};
  std::vector<sample> out;
  for (std::string line; std::getline(file, line);) {
    std::istringstream fields{line};
    sample s;
    std::getline(fields, s.digits, ',');
    std::getline(fields, s.where, ',');
    std::getline(fields, s.type, ',');
    std::getline(fields, s.validity, ',');
    out.push_back(s);
  }
  return out;
}

TEST(number_plan, agrees_with_libphonenumber_on_every_sample) {
  const auto all = samples();
  ASSERT_GT(all.size(), 20'000u);
  std::size_t valid = 0;
  for (const sample& s : all) {
    const number_info info = classify(*e164::from_digits(s.digits));
    ASSERT_EQ(to_string(info.validity), s.validity) << s.digits;
    ASSERT_EQ(to_string(info.type), s.type) << s.digits;
    // The library names no country where several share a code and none claims the number.
    if (!s.where.empty()) {
      ASSERT_EQ(info.where.text(), s.where) << s.digits;
    } else {
      ASSERT_TRUE(info.where.empty() || info.validity != number_validity::valid) << s.digits;
    }
    valid += info.validity == number_validity::valid;
  }
  EXPECT_GT(valid, all.size() / 3);
  EXPECT_LT(valid, all.size());
}

TEST(number_plan, shared_calling_codes) {
  EXPECT_EQ(plan_says("77011234567"), "KZ mobile valid +77011234567");
  EXPECT_EQ(plan_says("77272587777"), "KZ fixed_line valid +77272587777");
  EXPECT_EQ(plan_says("77510001122"), "KZ voip valid +77510001122");
  EXPECT_EQ(plan_says("79161234567"), "RU mobile valid +79161234567");
  EXPECT_EQ(plan_says("74951234567"), "RU fixed_line valid +74951234567");
  EXPECT_EQ(plan_says("12125550123"), "US fixed_line_or_mobile valid +12125550123");
  EXPECT_EQ(plan_says("14165550123"), "CA fixed_line_or_mobile valid +14165550123");
  EXPECT_EQ(plan_says("447400123456"), "GB mobile valid +447400123456");
  EXPECT_EQ(plan_says("441481256789"), "GG fixed_line valid +441481256789");
  EXPECT_EQ(plan_says("80012345678"), "-- toll_free valid +80012345678");
}

TEST(number_plan, every_unassigned_seven_is_kazakh_and_nothing_else) {
  for (unsigned area = 0; area < 1000; ++area) {
    const std::string digits = "7" + std::to_string(1000 + area).substr(1) + "0000000";
    const number_info info = classify(*e164::from_digits(digits));
    EXPECT_EQ(info.where.text(), digits[1] == '7' ? "KZ" : "RU") << digits;
  }
}

TEST(number_plan, tells_apart_what_is_wrong) {
  EXPECT_EQ(plan_says("77991234567"), "KZ unknown unallocated +77991234567");
  EXPECT_EQ(plan_says("7701123456"), "KZ unknown wrong_length +7701123456");
  EXPECT_EQ(plan_says("770112345678"), "KZ unknown wrong_length +770112345678");
  EXPECT_EQ(plan_says("99912345678"), "-- unknown unknown_country +99912345678");
  EXPECT_EQ(plan_says("7"), "RU unknown wrong_length +7");
  EXPECT_EQ(plan_says("2"), "-- unknown unknown_country +2");
}

// ---- written forms ----

TEST(normalise, every_form_of_one_number) {
  for (const std::string_view text :
       {"+77011234567", "0077011234567", "81077011234567", "87011234567", "77011234567",
        "7011234567", "+7 (701) 123-45-67", "+7.701.123.45.67", "tel:+77011234567",
        "TEL:+7-701-123-45-67", "%2B77011234567", "%2b7%20701%201234567", "8 (701) 123 45 67",
        "+77011234567;phone-context=example.com", "87011234567;user=phone", " +77011234567 "}) {
    EXPECT_EQ(read(text), "KZ mobile valid +77011234567") << text;
  }
}

TEST(normalise, foreign_numbers_behind_prefixes) {
  EXPECT_EQ(read("810491711234567"), "DE mobile valid +491711234567");
  EXPECT_EQ(read("00491711234567"), "DE mobile valid +491711234567");
  EXPECT_EQ(read("491711234567"), "DE mobile valid +491711234567");
  EXPECT_EQ(read("89161234567"), "RU mobile valid +79161234567");
  EXPECT_EQ(read("810819012345678"), "JP mobile valid +819012345678");
}

TEST(normalise, digits_that_could_be_two_numbers_are_read_by_the_plan_of_the_world) {
  // 81 is Japan and 810 the prefix of an international call; this is only possible as the former.
  EXPECT_EQ(read("819012345678"), "JP mobile valid +819012345678");
  // +870 is Inmarsat and 8-70… a Kazakh mobile.
  EXPECT_EQ(read("87081234567"), "KZ mobile valid +77081234567");
}

TEST(normalise, the_trunk_says_how_its_numbers_are_written) {
  dial_plan german{country{"DE"}, {"00"}, {"0"}, false};
  EXPECT_EQ(read("01711234567", german), "DE mobile valid +491711234567");
  EXPECT_EQ(read("0077011234567", german), "KZ mobile valid +77011234567");
  EXPECT_EQ(read("1711234567", german), "DE mobile valid +491711234567");
  EXPECT_EQ(read("77011234567", german).substr(0, 2), "DE") << "bare digits are national here";
  dial_plan nowhere{country{}, {"00"}, {"0"}, true};
  EXPECT_EQ(read("77011234567", nowhere), "KZ mobile valid +77011234567");
  EXPECT_EQ(read("01711234567", nowhere), "-- unknown unknown_country");
}

TEST(normalise, a_bare_national_number_is_one_of_the_home_country_only) {
  EXPECT_EQ(read("9161234567").substr(0, 2), "IN") << "not Russia, which shares the code";
}

TEST(normalise, a_wrong_number_keeps_its_digits) {
  EXPECT_EQ(read("+7701123456"), "KZ unknown wrong_length +7701123456");
  EXPECT_EQ(read("+99912345678"), "-- unknown unknown_country +99912345678");
  EXPECT_EQ(read("+0701123456"), "-- unknown unknown_country");
  EXPECT_EQ(read("+7701123456789012345678901234567890123456789"), "KZ unknown wrong_length");
  EXPECT_EQ(read("870112345"), "KZ unknown wrong_length +770112345");
}

TEST(normalise, what_is_not_a_number) {
  for (const std::string_view text :
       {"", "+", "anonymous", "unavailable", "1414", "112", "77011234567x12", "7701123456a",
        "77011234567#12", "*100#", "+7701+1234567", "%2", "7701%411234", "sip:77011234567",
        "77011234567,5", "\xd9\xa7\xd9\xa7\xd9\xa7\xd9\xa7\xd9\xa7\xd9\xa7\xd9\xa7"}) {
    EXPECT_EQ(read(text), "-- unknown not_a_number") << text;
  }
}

// ---- Kazakhstan's ranges ----

TEST(kz_range, operator_place_and_zone) {
  const range_hint mobile = kz_range(*e164::from_digits("77011234567"));
  EXPECT_EQ(mobile.operator_name, "Kcell / activ");
  EXPECT_EQ(mobile.time_zone, "Asia/Almaty");
  const range_hint fixed = kz_range(*e164::from_digits("77272447777"));
  EXPECT_EQ(fixed.place_en, "Almaty");
  EXPECT_EQ(fixed.place_ru, "Алматы");
  EXPECT_EQ(fixed.operator_name, "");
}

TEST(kz_range, nothing_for_what_is_not_listed) {
  for (const std::string_view digits : {"79161234567", "491711234567", "7", "77"}) {
    EXPECT_TRUE(kz_range(*e164::from_digits(digits)).time_zone.empty()) << digits;
  }
  EXPECT_TRUE(kz_range({}).time_zone.empty());
}

// ---- emergency ----

TEST(is_emergency, every_way_of_dialling_it) {
  for (const std::string_view text :
       {"112", "101", "102", "103", "104", "+7112", "7112", "8112", "8107112", "007112", "1-1-2",
        "112;phone-context=+7", "tel:112", "+7112;user=phone", "urn:service:sos",
        "urn:service:sos.police", "URN:SERVICE:SOS.ambulance", "urn:service:sos.fire;x=y",
        "%2B7112"}) {
    EXPECT_TRUE(is_emergency(text, {}, kEmergency)) << text;
  }
}

TEST(is_emergency, nothing_else) {
  for (const std::string_view text :
       {"", "1123456", "11", "1122", "87011120112", "+77011234112", "105", "911", "anonymous",
        "urn:service:sosx", "urn:service:counseling", "112a", "+49112", "0049112", "9112"}) {
    EXPECT_FALSE(is_emergency(text, {}, kEmergency)) << text;
  }
}

TEST(is_emergency, the_site_adds_its_own) {
  const std::array<std::string, 1> numbers{"911"};
  EXPECT_TRUE(is_emergency("911", {}, numbers));
  EXPECT_FALSE(is_emergency("112", {}, numbers));
  EXPECT_TRUE(is_emergency("urn:service:sos", {}, {})) << "the URN needs no list";
}

}  // namespace
}  // namespace qorgan
