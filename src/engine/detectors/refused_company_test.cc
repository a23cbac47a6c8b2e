#include <gtest/gtest.h>

#include "engine/testing.h"

namespace qorgan::engine {
namespace {

using namespace testing;

constexpr std::string_view kPolicy = R"(
version: 2
detectors: {velocity_per_caller: {max_calls_per_10min: 2}}
rules:
  - {name: burst, when: {evidence_any: [velocity_per_caller]}, verdict: block, legal_basis: x}
  - {name: company, when: {evidence_any: [refused_company]}, verdict: block, legal_basis: x}
)";

call_started neighbour(unsigned last, std::int64_t s) {
  return from_number(foreign_call(seconds(s)), plus("+447700900100", last), "GB");
}

std::string rule_for(engine& screen, const call_started& call) {
  return std::string(screen.apply(call).decided->rule.view());
}
/// Calls of one number until three were refused.
void burst(engine& screen, unsigned last, std::int64_t s) {
  for (int i = 0; i < 5; ++i) rule_for(screen, neighbour(last, s + i));
}

TEST(refused_company, the_next_number_of_a_block_is_refused_on_its_first_call) {
  engine screen{small(), policy_of(kPolicy)};
  burst(screen, 1, 0);
  EXPECT_EQ(rule_for(screen, neighbour(2, 60)), "company");
  call_started elsewhere = neighbour(3, 70);
  elsewhere.source = from_v4(0x7f000109, 5060);
  EXPECT_EQ(rule_for(screen, elsewhere), "company") << "whatever carrier it takes";
  EXPECT_EQ(rule_for(screen, neighbour(150, 80)), "") << "the next hundred";
}

TEST(refused_company, a_number_is_not_its_own_company) {
  engine screen{small(), policy_of(kPolicy)};
  burst(screen, 1, 0);
  EXPECT_EQ(rule_for(screen, neighbour(1, 3'600)), "") << "alone, an hour later";
}

TEST(refused_company, refusals_do_not_feed_on_each_other) {
  engine screen{small(), policy_of(kPolicy)};
  burst(screen, 1, 0);
  for (unsigned i = 2; i < 60; ++i) EXPECT_EQ(rule_for(screen, neighbour(i, i * 60)), "company");
  const std::int64_t later = 4 * 86'400;
  EXPECT_EQ(rule_for(screen, neighbour(70, later)), "") << "three refusals are forgotten in days";
}

TEST(refused_company, people_who_talk_clear_their_block) {
  engine screen{small(), policy_of(kPolicy)};
  for (unsigned i = 10; i < 14; ++i) {
    const call_started call = neighbour(i, i * 200);
    screen.apply(call);
    screen.apply(call_answered{call.key, seconds(i * 200 + 5)});
    screen.apply(call_ended{call.key, seconds(i * 200 + 120), 200, ended_by::callee});
  }
  burst(screen, 1, 3'000);
  EXPECT_EQ(rule_for(screen, neighbour(2, 3'100)), "");
}

}  // namespace
}  // namespace qorgan::engine
