#include <gtest/gtest.h>

#include "engine/testing_reports.h"

namespace qorgan::engine {
namespace {

using namespace testing;

call_started office_call(unsigned number, std::int64_t s) {
  auto call = from_number(foreign_call(seconds(s)), plus("+447700900000", number * 1'003), "GB");
  call.media = from_v4(0xc6120007, static_cast<std::uint16_t>(4'000 + number % 100));
  return call;
}

TEST(known_media, a_number_used_for_the_first_time_is_known_by_what_stands_behind_it) {
  a_new_number_is_known_by_what_stands_behind_it("known_media", office_call);
}

TEST(known_media, one_report_is_not_enough_and_known_numbers_pass) {
  one_report_is_not_enough_and_known_numbers_pass("known_media", office_call);
}

TEST(known_media, the_mostly_honest_do_not_pay_for_their_guests) {
  the_mostly_honest_do_not_pay_for_their_guests("known_media", office_call);
}

}  // namespace
}  // namespace qorgan::engine
