#include <gtest/gtest.h>

#include "engine/testing.h"

namespace qorgan::engine {
namespace {

using namespace testing;

call_started attested(attestation value) {
  call_started call = foreign_call();
  call.attested = value;
  call.passport = passport_status::verified;
  return call;
}

TEST(attested_in_full, only_level_a_vouches_for_the_number) {
  watcher watch{"attested_in_full"};
  EXPECT_TRUE(watch.sees(attested(attestation::a)));
  for (const attestation value : {attestation::unknown, attestation::none, attestation::b,
                                  attestation::c, attestation::failed}) {
    EXPECT_FALSE(watch.sees(attested(value))) << to_string(value);
  }
}

TEST(attested_in_full, lowers_the_score_and_alone_excuses_nothing_proven) {
  engine judge{small(), policy_of("version: 1\n")};
  const float unknown = judge.apply(foreign_call()).decided->score;
  const float vouched = judge.apply(attested(attestation::a)).decided->score;
  EXPECT_LT(vouched, unknown);
  engine strict{small(), policy_of("version: 1\nrules:\n"
                                   "  - name: forged\n"
                                   "    when: { evidence_any: [domestic_fixed_on_international] }\n"
                                   "    verdict: block\n"
                                   "    legal_basis: law\n")};
  call_started forged = attested(attestation::a);
  forged.caller = number("+77272587777", "KZ", number_type::fixed_line);
  EXPECT_EQ(strict.apply(forged).decided->enforced, verdict::block);
}

}  // namespace
}  // namespace qorgan::engine
