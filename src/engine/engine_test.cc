#include "engine/engine.h"

#include <gtest/gtest.h>

#include "engine/testing.h"

namespace qorgan::engine {
namespace {

using namespace testing;

constexpr std::string_view kBlockEverything = R"(
version: 1
lists: {roaming: roaming.txt}
rules:
  - name: everything
    when: {trunk_kind: [international, domestic, roaming_hub]}
    verdict: block
    code: 607
    legal_basis: test
)";

TEST(engine, an_emergency_call_passes_a_policy_that_blocks_everything) {
  engine screen{small(), policy_of(kBlockEverything)};
  for (const char* number : {"101", "102", "103", "104", "112"}) {
    call_started call = foreign_call();
    call.callee.signalled = std::string_view(number);
    const effects& out = screen.apply(call);
    EXPECT_EQ(out.decided->enforced, verdict::pass) << number;
    EXPECT_TRUE(out.decided->emergency);
  }
  call_started flagged = foreign_call();
  flagged.emergency = true;
  EXPECT_EQ(screen.apply(flagged).decided->enforced, verdict::pass);
  EXPECT_EQ(screen.apply(foreign_call()).decided->enforced, verdict::block);
}

TEST(engine, a_block_names_its_rule_and_code) {
  engine screen{small(), policy_of(kBlockEverything)};
  const decision& decided = *screen.apply(foreign_call()).decided;
  EXPECT_EQ(decided.enforced, verdict::block);
  EXPECT_EQ(decided.would, verdict::block);
  EXPECT_EQ(decided.rule.view(), "everything");
  EXPECT_EQ(decided.answer_code, 607);
}

TEST(engine, an_unscreened_call_passes) {
  engine screen{small(), policy_of(kBlockEverything)};
  call_started call = foreign_call();
  call.unscreened = true;
  const decision& decided = *screen.apply(call).decided;
  EXPECT_EQ(decided.enforced, verdict::pass);
  EXPECT_TRUE(decided.rule.empty());
}

TEST(engine, a_trunk_in_shadow_mode_passes_and_says_what_would_have_been) {
  engine screen{small(), policy_of(kBlockEverything)};
  call_started call = foreign_call();
  call.mode = enforcement::shadow;
  const decision& decided = *screen.apply(call).decided;
  EXPECT_EQ(decided.enforced, verdict::pass);
  EXPECT_EQ(decided.would, verdict::block);
  EXPECT_EQ(decided.rule.view(), "everything");
}

TEST(engine, a_watched_call_is_out_of_reach_and_says_what_would_have_been) {
  engine screen{small(), policy_of(kBlockEverything)};
  call_started call = foreign_call();
  call.seen = seen_by::watched;
  const effects& out = screen.apply(call);
  EXPECT_EQ(out.decided->enforced, verdict::pass);
  EXPECT_EQ(out.decided->would, verdict::block);
  EXPECT_EQ(out.decided->rule.view(), "everything");
  EXPECT_TRUE(out.alerts.empty());
}

TEST(engine, a_watched_call_raises_its_alert_as_any_other) {
  engine screen{small(), policy_of(R"(
version: 1
rules:
  - {name: tell, when: {trunk_kind: [international]}, verdict: alert}
)")};
  call_started call = foreign_call();
  call.seen = seen_by::watched;
  const effects& out = screen.apply(call);
  EXPECT_EQ(out.decided->enforced, verdict::alert);
  ASSERT_EQ(out.alerts.size(), 1u);
  EXPECT_EQ(out.alerts[0].kind.view(), "tell");
}

TEST(engine, a_velocity_burst_is_refused_from_the_threshold_on) {
  engine screen{small(), policy_of(R"(
version: 1
detectors: {velocity_per_caller: {max_calls_per_10min: 5}}
rules:
  - name: burst
    when: {evidence_any: [velocity_per_caller]}
    verdict: block
    legal_basis: test
)")};
  for (int i = 1; i <= 8; ++i) {
    const decision& decided = *screen.apply(foreign_call(seconds(i))).decided;
    EXPECT_EQ(decided.enforced, i <= 5 ? verdict::pass : verdict::block) << "call " << i;
  }
}

}  // namespace
}  // namespace qorgan::engine
