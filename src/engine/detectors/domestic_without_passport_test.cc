#include <gtest/gtest.h>

#include "engine/testing.h"

namespace qorgan::engine {
namespace {

using namespace testing;

call_started domestic(passport_status status, attestation attested) {
  call_started call = from_number(foreign_call(), "+77020001002", "KZ");
  call.passport = status;
  call.attested = attested;
  return call;
}

TEST(domestic_without_passport, unsigned_or_not_attested_in_full) {
  watcher watch{"domestic_without_passport"};
  EXPECT_EQ(watch.sees(domestic(passport_status::not_present, attestation::none))->observed, 0u);
  EXPECT_EQ(watch.sees(domestic(passport_status::verified, attestation::b))->observed, 1u);
  EXPECT_EQ(watch.sees(domestic(passport_status::verified, attestation::c))->observed, 1u);
  EXPECT_FALSE(watch.sees(domestic(passport_status::verified, attestation::a)));
}

TEST(domestic_without_passport, silent_where_nobody_looked_or_the_result_came_too_late) {
  watcher watch{"domestic_without_passport"};
  EXPECT_FALSE(watch.sees(domestic(passport_status::not_asked, attestation::unknown)));
  EXPECT_FALSE(watch.sees(domestic(passport_status::unverified, attestation::unknown)));
}

TEST(domestic_without_passport, foreign_numbers_and_domestic_trunks_are_left_alone) {
  watcher watch{"domestic_without_passport"};
  call_started foreign = foreign_call();
  foreign.passport = passport_status::not_present;
  EXPECT_FALSE(watch.sees(foreign));
  call_started at_home = domestic(passport_status::not_present, attestation::none);
  at_home.kind = trunk_kind::domestic;
  EXPECT_FALSE(watch.sees(at_home));
}

}  // namespace
}  // namespace qorgan::engine
