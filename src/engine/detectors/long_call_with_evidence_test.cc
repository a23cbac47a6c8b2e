#include <gtest/gtest.h>

#include "engine/testing.h"

namespace qorgan::engine {
namespace {

using namespace testing;

constexpr std::string_view kPolicy =
    "version: 2\ndetectors: {long_call_first_seen: {enabled: false}, lookalike_number: "
    "{min_common_digits: 4}}\n";

TEST(long_call_with_evidence, a_suspicious_call_that_goes_on_comes_to_the_desk_early) {
  engine screen{small(), policy_of(kPolicy)};
  const auto call =
      to_number(from_number(foreign_call(seconds(0)), "+77055555555", "GB"), "+77051111111");
  screen.apply(call);
  screen.apply(call_answered{call.key, seconds(10)});
  EXPECT_EQ(screen.next_timer(), seconds(50));
  const effects& out = screen.apply(time_passed{seconds(50)});
  ASSERT_EQ(out.alerts.size(), 1u);
  EXPECT_EQ(out.alerts[0].level, alert_level::high);
  EXPECT_EQ(out.alerts[0].kind.view(), "long_call_with_evidence");
}

TEST(long_call_with_evidence, without_evidence_or_when_it_ends_soon_nothing_happens) {
  engine screen{small(), policy_of(kPolicy)};
  const call_started plain = foreign_call(seconds(0));
  screen.apply(plain);
  screen.apply(call_answered{plain.key, seconds(10)});
  EXPECT_EQ(screen.next_timer(), kNever);
  const auto suspicious =
      to_number(from_number(foreign_call(seconds(20)), "+77055555555", "GB"), "+77051111111");
  screen.apply(suspicious);
  screen.apply(call_answered{suspicious.key, seconds(25)});
  screen.apply(call_ended{suspicious.key, seconds(40), 200, ended_by::callee});
  EXPECT_EQ(screen.next_timer(), kNever);
}

}  // namespace
}  // namespace qorgan::engine
