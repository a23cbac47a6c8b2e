#include <gtest/gtest.h>

#include "engine/testing.h"

namespace qorgan::engine {
namespace {

using namespace testing;

constexpr std::string_view kAlone =
    "version: 2\ndetectors: {long_call_first_seen: {enabled: false}, long_call_with_evidence: "
    "{enabled: false}}\n";

call_started bank_call(std::int64_t s) {
  call_started call = from_number(foreign_call(seconds(s)), "+77272000001", "KZ");
  call.kind = trunk_kind::domestic;
  return call;
}
void is_not_answered(engine& screen, const call_started& call) {
  screen.apply(call);
  screen.apply(call_ended{call.key, call.at + std::chrono::seconds{1}, 486, ended_by::callee});
}

TEST(missed_meanwhile, the_bank_that_cannot_get_through_raises_an_urgent_alert) {
  engine screen{small(), policy_of(kAlone)};
  const call_started scam = foreign_call(seconds(0));
  screen.apply(scam);
  screen.apply(call_answered{scam.key, seconds(5)});
  EXPECT_EQ(screen.next_timer(), kNever);
  is_not_answered(screen, bank_call(100));
  EXPECT_EQ(screen.next_timer(), seconds(102));
  const effects& out = screen.apply(time_passed{seconds(102)});
  ASSERT_EQ(out.alerts.size(), 1u);
  EXPECT_EQ(out.alerts[0].key, scam.key);
  EXPECT_EQ(out.alerts[0].level, alert_level::urgent);
  EXPECT_EQ(out.alerts[0].reasons[0].observed, 1u);
}

TEST(missed_meanwhile, known_callers_other_people_and_ended_calls_raise_nothing) {
  engine screen{small(), policy_of(kAlone)};
  const call_started scam = foreign_call(seconds(0));
  screen.apply(scam);
  screen.apply(call_answered{scam.key, seconds(5)});
  is_not_answered(screen, to_number(bank_call(50), "+77010000099"));
  EXPECT_EQ(screen.next_timer(), kNever) << "somebody else";
  screen.apply(call_ended{scam.key, seconds(60), 200, ended_by::callee});
  is_not_answered(screen, bank_call(100));
  EXPECT_EQ(screen.next_timer(), kNever) << "it is over";
  const call_started known = foreign_call(seconds(2 * 86'400));
  screen.apply(known);
  screen.apply(call_answered{known.key, seconds(2 * 86'400 + 5)});
  is_not_answered(screen, bank_call(2 * 86'400 + 60));
  EXPECT_EQ(screen.next_timer(), kNever) << "known for days";
}

}  // namespace
}  // namespace qorgan::engine
