#include <gtest/gtest.h>

#include "engine/testing.h"

namespace qorgan::engine {
namespace {

using namespace testing;

call_started with(passport_status status, attestation attested = attestation::unknown) {
  call_started call = foreign_call();
  call.passport = status;
  call.attested = attested;
  return call;
}

TEST(passport_failed, names_the_reason_by_its_sip_status) {
  watcher watch{"passport_failed"};
  EXPECT_EQ(watch.sees(with(passport_status::stale_date, attestation::failed))->observed, 403u);
  EXPECT_EQ(watch.sees(with(passport_status::bad_identity_info))->observed, 436u);
  EXPECT_EQ(watch.sees(with(passport_status::unsupported_credential))->observed, 437u);
  EXPECT_EQ(watch.sees(with(passport_status::invalid_identity))->observed, 438u);
}

TEST(passport_failed, a_call_record_says_only_that_it_failed) {
  watcher watch{"passport_failed"};
  EXPECT_EQ(watch.sees(with(passport_status::not_asked, attestation::failed))->observed, 438u);
}

TEST(passport_failed, silent_while_nothing_is_known) {
  watcher watch{"passport_failed"};
  for (const passport_status status : {passport_status::not_asked, passport_status::not_present,
                                       passport_status::unverified, passport_status::verified}) {
    EXPECT_FALSE(watch.sees(with(status))) << to_string(status);
  }
}

}  // namespace
}  // namespace qorgan::engine
