#include <gtest/gtest.h>

#include "engine/testing.h"

namespace qorgan::engine {
namespace {

using namespace testing;

call_started from_new(unsigned i, timestamp at) {
  return from_number(foreign_call(at), plus("+447700900000", i * 1'003), "GB");
}

TEST(several_first_seen_callers, the_second_new_number_to_one_person_is_found) {
  watcher watch{"several_first_seen_callers"};
  EXPECT_FALSE(watch.sees(from_new(1, seconds(0))));
  EXPECT_FALSE(watch.sees(from_new(1, seconds(600)))) << "the same number again";
  const auto second = watch.sees(from_new(2, seconds(1'200)));
  ASSERT_TRUE(second);
  EXPECT_EQ(second->observed, 2u);
}

TEST(several_first_seen_callers, other_people_and_other_days_are_apart) {
  watcher watch{"several_first_seen_callers"};
  watch.sees(from_new(1, seconds(0)));
  EXPECT_FALSE(watch.sees(to_number(from_new(2, seconds(60)), "+77010000777")));
  EXPECT_FALSE(watch.sees(from_new(3, seconds(5 * 3'600)))) << "more than four hours later";
}

TEST(several_first_seen_callers, numbers_known_for_long_do_not_count) {
  watcher watch{"several_first_seen_callers"};
  // Two relatives, each known to the centre for days.
  for (unsigned i = 1; i <= 2; ++i) watch.sees(to_number(from_new(i, seconds(0)), "+77010000555"));
  const std::int64_t day = 86'400;
  EXPECT_FALSE(watch.sees(from_new(1, seconds(2 * day))));
  EXPECT_FALSE(watch.sees(from_new(2, seconds(2 * day + 60))));
}

TEST(several_first_seen_callers, the_extensions_of_one_company_are_one_caller) {
  watcher watch{"several_first_seen_callers"};
  for (unsigned i = 0; i < 20; ++i) {
    EXPECT_FALSE(watch.sees(from_number(foreign_call(seconds(i)), plus("+493030112200", i), "DE")));
  }
}

TEST(several_first_seen_callers, a_refused_call_never_reached_the_person) {
  engine screen{small(), policy_of(R"(
version: 1
rules:
  - {name: all-german, when: {caller_country: DE}, verdict: block, legal_basis: test}
  - {name: several, when: {evidence_any: several_first_seen_callers}, verdict: alert}
)")};
  screen.apply(from_number(foreign_call(seconds(0)), "+4915112345678", "DE"));
  EXPECT_EQ(screen.apply(from_new(1, seconds(60))).decided->enforced, verdict::pass);
  EXPECT_EQ(screen.apply(from_new(2, seconds(90))).decided->enforced, verdict::alert);
}

}  // namespace
}  // namespace qorgan::engine
