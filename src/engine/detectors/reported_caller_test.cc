#include <gtest/gtest.h>

#include "engine/testing.h"

namespace qorgan::engine {
namespace {

using namespace testing;

constexpr std::string_view kOn = "{reported_caller: {enabled: true}}";

TEST(reported_caller, a_report_counts_from_the_next_call_on_and_fades) {
  watcher watch{"reported_caller", kOn};
  EXPECT_FALSE(watch.sees(foreign_call(seconds(0))));
  watch.report(foreign_call(seconds(60)), report_source::citizen);
  const auto seen = watch.sees(foreign_call(seconds(61)));
  ASSERT_TRUE(seen);
  EXPECT_EQ(seen->observed, 100u);
  const auto later = watch.sees(foreign_call(seconds(5 * 86'400 / 2)));
  ASSERT_TRUE(later);
  EXPECT_NEAR(later->observed, 50, 8);
  EXPECT_FALSE(watch.sees(foreign_call(seconds(30 * 86'400)))) << "given to somebody else";
}

TEST(reported_caller, institutions_weigh_more_and_honest_reports_take_away) {
  watcher watch{"reported_caller", kOn};
  watch.report(foreign_call(seconds(0)), report_source::bank);
  EXPECT_EQ(watch.sees(foreign_call(seconds(1)))->observed, 200u);
  watch.report(foreign_call(seconds(2)), report_source::operator_, false);
  EXPECT_FALSE(watch.sees(foreign_call(seconds(3))));
}

TEST(reported_caller, one_citizen_counts_once_per_number_and_day) {
  watcher watch{"reported_caller", kOn};
  for (int i = 0; i < 50; ++i) watch.report(foreign_call(seconds(i)), report_source::citizen);
  EXPECT_EQ(watch.sees(foreign_call(seconds(60)))->observed, 100u);
  EXPECT_EQ(watch.under_test().reports().repeated, 49u);
}

TEST(reported_caller, a_reporter_who_floods_moves_nothing_beyond_the_cap) {
  watcher watch{"reported_caller", kOn};
  int believed = 0;
  for (unsigned i = 0; i < 100; ++i) {
    const auto call = from_number(foreign_call(seconds(i)), plus("+447700900000", i * 1'003), "GB");
    watch.report(call, report_source::citizen);
    believed += watch.sees(call).has_value();
  }
  EXPECT_EQ(believed, 3);
  EXPECT_EQ(watch.under_test().reports().beyond_cap, 97u);
}

TEST(reported_caller, one_mistaken_report_of_a_busy_number_is_little) {
  watcher watch{"reported_caller", "{reported_caller: {enabled: true, min_per_1000_calls: 30}}"};
  for (int i = 0; i < 40; ++i) watch.sees(foreign_call(seconds(i * 60)));
  watch.report(foreign_call(seconds(2'400)), report_source::citizen);
  EXPECT_FALSE(watch.sees(foreign_call(seconds(2'401))));
  watch.report(to_number(foreign_call(seconds(2'402)), "+77011111111"), report_source::citizen);
  EXPECT_TRUE(watch.sees(foreign_call(seconds(2'403))));
}

TEST(reported_caller, a_forged_number_does_not_fall_back_on_its_owner) {
  watcher watch{"reported_caller", kOn};
  const auto forged = from_number(foreign_call(seconds(0)), "+77172223344", "KZ");
  watch.report(forged, report_source::police);
  EXPECT_FALSE(watch.sees(forged));
}

}  // namespace
}  // namespace qorgan::engine
