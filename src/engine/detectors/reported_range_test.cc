#include <gtest/gtest.h>

#include "engine/testing.h"

namespace qorgan::engine {
namespace {

using namespace testing;

constexpr std::string_view kOn = "{reported_range: {enabled: true, min_weight: 150}}";

call_started neighbour(unsigned last, std::int64_t s) {
  return from_number(foreign_call(seconds(s)), plus("+447700900100", last), "GB");
}

TEST(reported_range, the_next_number_of_a_leased_block_is_known_on_its_first_call) {
  watcher watch{"reported_range", kOn};
  for (unsigned i = 0; i < 10; ++i) EXPECT_FALSE(watch.sees(neighbour(i, i)));
  for (unsigned i = 0; i < 2; ++i) {
    watch.report(to_number(neighbour(i, 100), plus("+77011111111", i)), report_source::citizen);
  }
  const auto seen = watch.sees(neighbour(42, 200));
  ASSERT_TRUE(seen);
  EXPECT_EQ(seen->observed, 200u);
}

TEST(reported_range, leaves_alone_who_is_known_and_who_is_no_neighbour) {
  watcher watch{"reported_range", kOn};
  watch.sees(neighbour(7, 0));
  const std::int64_t later = 2 * 86'400;
  for (unsigned i = 0; i < 4; ++i) {
    watch.report(to_number(neighbour(i, later), plus("+77011111111", i)), report_source::citizen);
  }
  EXPECT_TRUE(watch.sees(neighbour(8, later + 1)));
  EXPECT_FALSE(watch.sees(neighbour(7, later + 2))) << "known since two days";
  EXPECT_FALSE(watch.sees(neighbour(100, later + 3))) << "the next hundred";
}

TEST(reported_range, a_busy_block_with_few_reports_is_a_carrier_s) {
  watcher watch{"reported_range", kOn};
  for (unsigned i = 0; i < 300; ++i) watch.sees(neighbour(i % 90, i));
  for (unsigned i = 0; i < 4; ++i) {
    watch.report(to_number(neighbour(i, 400), plus("+77011111111", i)), report_source::citizen);
  }
  EXPECT_FALSE(watch.sees(neighbour(95, 500)));
}

}  // namespace
}  // namespace qorgan::engine
