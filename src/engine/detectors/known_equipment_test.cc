#include <gtest/gtest.h>

#include "engine/testing.h"

namespace qorgan::engine {
namespace {

using namespace testing;

constexpr std::string_view kOn =
    "{known_equipment: {enabled: true, min_weight: 200, min_per_1000_calls: 10}}";

call_started office_call(unsigned number, std::int64_t s) {
  auto call = from_number(foreign_call(seconds(s)), plus("+447700900000", number * 1'003), "GB");
  call.fingerprint = 7;
  return call;
}

TEST(known_equipment, a_number_used_for_the_first_time_is_known_by_what_stands_behind_it) {
  watcher watch{"known_equipment", kOn};
  for (unsigned i = 0; i < 40; ++i) EXPECT_FALSE(watch.sees(office_call(i, i)));
  for (unsigned i = 0; i < 2; ++i) {
    watch.report(to_number(office_call(i, 100), plus("+77011111111", i)), report_source::citizen);
  }
  const auto seen = watch.sees(office_call(77, 200));
  ASSERT_TRUE(seen);
  EXPECT_EQ(seen->observed, 200u);
  call_started other = office_call(78, 201);
  other.fingerprint = 999;
  other.media = from_v4(0xc0000299, 4000);
  EXPECT_FALSE(watch.sees(other)) << "other equipment over the same trunk";
}

TEST(known_equipment, one_report_is_not_enough_and_known_numbers_pass) {
  watcher watch{"known_equipment", kOn};
  watch.sees(office_call(1, 0));
  watch.sees(office_call(2, 0));
  watch.report(office_call(2, 10), report_source::citizen);
  EXPECT_FALSE(watch.sees(office_call(3, 20)));
  watch.report(to_number(office_call(2, 30), "+77011111112"), report_source::bank);
  EXPECT_TRUE(watch.sees(office_call(4, 40)));
  EXPECT_FALSE(watch.sees(office_call(1, 86'400 + 60))) << "known for a day";
}

TEST(known_equipment, mostly_honest_equipment_does_not_pay_for_its_guests) {
  watcher watch{"known_equipment", kOn};
  for (unsigned i = 0; i < 1'000; ++i) watch.sees(office_call(i, i));
  for (unsigned i = 0; i < 5; ++i) {
    watch.report(to_number(office_call(i, 1'100), plus("+77011111111", i)), report_source::citizen);
  }
  EXPECT_FALSE(watch.sees(office_call(5'000, 1'200)));
}

}  // namespace
}  // namespace qorgan::engine
