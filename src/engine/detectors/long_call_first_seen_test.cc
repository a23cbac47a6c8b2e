#include <gtest/gtest.h>

#include "engine/testing.h"

namespace qorgan::engine {
namespace {

using namespace testing;

constexpr std::string_view kRules = R"(
version: 1
rules:
  - name: long-call
    when: {evidence_any: [long_call_first_seen]}
    verdict: alert
    level: high
)";

call_key start_and_answer(engine& screen, const call_started& call, std::int64_t answered_s) {
  screen.apply(call);
  screen.apply(call_answered{call.key, seconds(answered_s)});
  return call.key;
}

TEST(long_call_first_seen, alerts_at_that_second_while_the_call_is_up) {
  engine screen{small(), policy_of(kRules)};
  const call_key key = start_and_answer(screen, foreign_call(seconds(0)), 10);
  EXPECT_EQ(screen.next_timer(), seconds(190));
  EXPECT_TRUE(screen.apply(time_passed{seconds(189)}).alerts.empty());
  const effects& out = screen.apply(time_passed{seconds(190)});
  ASSERT_EQ(out.alerts.size(), 1u);
  const alert& raised = out.alerts[0];
  EXPECT_EQ(raised.key, key);
  EXPECT_EQ(raised.kind.view(), "long-call");
  EXPECT_EQ(raised.level, alert_level::high);
  EXPECT_EQ(raised.at, seconds(190));
  ASSERT_FALSE(raised.reasons.empty());
  EXPECT_EQ(raised.reasons[0].observed, 180u);
  EXPECT_EQ(screen.next_timer(), kNever) << "one alert per call";
  EXPECT_TRUE(screen.apply(time_passed{seconds(999)}).alerts.empty());
}

TEST(long_call_first_seen, a_call_that_ended_or_was_never_answered_raises_nothing) {
  engine screen{small(), policy_of(kRules)};
  const call_key ended = start_and_answer(screen, foreign_call(seconds(0)), 1);
  screen.apply(call_ended{ended, seconds(100), 200, ended_by::callee});
  screen.apply(foreign_call(seconds(1)));
  EXPECT_EQ(screen.next_timer(), kNever);
  EXPECT_TRUE(screen.apply(time_passed{seconds(999)}).alerts.empty());
}

TEST(long_call_first_seen, a_second_new_caller_within_hours_is_urgent_and_sooner) {
  engine screen{small(), policy_of(kRules)};
  screen.apply(from_number(foreign_call(seconds(0)), "+447700900001", "GB"));
  start_and_answer(screen, from_number(foreign_call(seconds(1'000)), "+4915112345678", "DE"),
                   1'010);
  EXPECT_EQ(screen.next_timer(), seconds(1'055));
  const effects& out = screen.apply(time_passed{seconds(1'055)});
  ASSERT_EQ(out.alerts.size(), 1u);
  EXPECT_EQ(out.alerts[0].level, alert_level::urgent);
}

TEST(long_call_first_seen, a_number_known_since_yesterday_may_talk_for_hours) {
  engine screen{small(), policy_of(kRules)};
  screen.apply(foreign_call(seconds(0)));
  start_and_answer(screen, foreign_call(seconds(2 * 86'400)), 2 * 86'400 + 5);
  EXPECT_EQ(screen.next_timer(), kNever);
}

TEST(long_call_first_seen, a_trunk_in_shadow_mode_disturbs_nobody) {
  engine screen{small(), policy_of(kRules)};
  call_started call = foreign_call(seconds(0));
  call.mode = enforcement::shadow;
  start_and_answer(screen, call, 1);
  EXPECT_EQ(screen.next_timer(), kNever);
}

TEST(long_call_first_seen, switching_it_off_takes_its_timers_away) {
  engine screen{small(), policy_of(kRules)};
  start_and_answer(screen, foreign_call(seconds(0)), 1);
  ASSERT_NE(screen.next_timer(), kNever);
  screen.adopt(policy_of("version: 1\ndetectors: {long_call_first_seen: {enabled: false}}\n"));
  EXPECT_EQ(screen.next_timer(), kNever);
}

TEST(long_call_first_seen, without_a_rule_it_speaks_for_itself) {
  engine screen{small(), policy_of("version: 1\n")};
  start_and_answer(screen, foreign_call(seconds(0)), 0);
  const effects& out = screen.apply(time_passed{seconds(180)});
  ASSERT_EQ(out.alerts.size(), 1u);
  EXPECT_EQ(out.alerts[0].kind.view(), "long_call_first_seen");
  EXPECT_EQ(out.alerts[0].level, alert_level::medium);
}

}  // namespace
}  // namespace qorgan::engine
