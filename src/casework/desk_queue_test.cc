#include "casework/desk_queue.h"

#include <gtest/gtest.h>

#include "casework/desk_clocks.h"

namespace qorgan::casework {
namespace {

using namespace std::chrono_literals;

const timestamp kStart = from_us(1'772'359'200'000'000);

case_call call(std::uint64_t n, const char* caller = "+4915112345678",
               const char* callee = "+77011234567") {
  case_call out;
  out.key = {n};
  out.at = kStart;
  out.level = desk_level::high;
  out.score = 0.8F;
  out.caller = caller;
  out.callee = callee;
  out.trunk = "carrier-north";
  out.fingerprint = 77;
  return out;
}

TEST(desk_queue, one_campaign_is_one_equipment_range_and_trunk) {
  const std::string first = signature_of(call(1), false);
  EXPECT_EQ(first, "77:+49151123456:carrier-north");
  EXPECT_EQ(signature_of(call(2, "+4915112345699"), false), first) << "the same hundred numbers";
  EXPECT_NE(signature_of(call(3, "+4915112345778"), false), first);
  case_call other = call(4);
  other.fingerprint = 78;
  EXPECT_NE(signature_of(other, false), first);
  other = call(5, "anonymous");
  other.fingerprint = 0;
  EXPECT_EQ(signature_of(other, false), "") << "nothing to tell it by";
}

TEST(desk_queue, in_a_flood_all_but_the_urgent_are_gathered_by_trunk) {
  EXPECT_EQ(signature_of(call(1), true), signature_of(call(2, "+33612345678"), true));
  case_call urgent = call(3);
  urgent.level = desk_level::urgent;
  EXPECT_NE(signature_of(urgent, true), signature_of(call(1), true));
  EXPECT_FALSE(is_flood(10, 1, 10));
  EXPECT_TRUE(is_flood(11, 1, 10));
  EXPECT_FALSE(is_flood(11, 2, 10));
  EXPECT_TRUE(is_flood(11, 0, 10)) << "nobody on shift counts as one";
}

TEST(desk_queue, a_case_takes_the_worst_of_its_alerts) {
  desk_case it = begin_case(call(1), "s", case_origin::engine);
  EXPECT_EQ(it.id.value, static_cast<std::uint64_t>(to_us(kStart)));
  case_call worse = call(2, "+4915112345699", "+77017654321");
  worse.level = desk_level::urgent;
  worse.score = 0.97F;
  worse.at = kStart + 3s;
  it.state = case_state::shelved;
  it.shelved_until = kStart + 600s;
  join_case(it, worse, true, true);
  EXPECT_EQ(it.level, desk_level::urgent);
  EXPECT_FLOAT_EQ(it.score, 0.97F);
  EXPECT_EQ(it.calls, 2u);
  EXPECT_EQ(it.victims, 2u);
  EXPECT_EQ(it.latest_at, kStart + 3s);
  EXPECT_EQ(it.state, case_state::waiting) << "nothing urgent stays put off";
  join_case(it, worse, false, false);
  EXPECT_EQ(it.alerts, 3u);
  EXPECT_EQ(it.calls, 2u);
}

TEST(desk_queue, a_medium_alert_without_probability_is_low) {
  EXPECT_EQ(level_of(alert_level::medium, 0.49F), desk_level::low);
  EXPECT_EQ(level_of(alert_level::medium, 0.5F), desk_level::medium);
  EXPECT_EQ(level_of(alert_level::urgent, 0.1F), desk_level::urgent);
}

TEST(desk_queue, the_order_is_harm_times_time_left) {
  const timestamp now = kStart + 5min;
  const desk_case it = begin_case(call(1), "s", case_origin::engine);
  desk_case urgent = it;
  urgent.level = desk_level::urgent;
  const case_pulse talking{1, kStart, kNever};
  const case_pulse just_talking{1, now, kNever};
  const case_pulse over{0, kNever, kStart + 4min};
  const case_pulse long_over{0, kNever, kStart - 2h};
  EXPECT_GT(worth(it, talking, now), worth(it, just_talking, now));
  EXPECT_GT(worth(it, just_talking, now), worth(it, over, now));
  EXPECT_GT(worth(it, over, now), worth(it, long_over, now));
  EXPECT_GT(worth(it, long_over, now), 0);
  EXPECT_GT(worth(urgent, just_talking, now), worth(it, talking, now));
  EXPECT_GT(worth(it, talking, now), worth(urgent, long_over, now))
      << "a talk that goes on before an urgent one that nobody can help any more";
  desk_case many = it;
  many.victims = 8;
  EXPECT_GT(worth(many, talking, now), worth(it, talking, now));
}

TEST(desk_clocks, one_runs_at_a_time_and_the_escalation_beside_it) {
  const desk_limits limits = desk_limits::usual();
  desk_case it = begin_case(call(1), "s", case_origin::engine);
  auto clock = step_clock(it, limits);
  ASSERT_TRUE(clock);
  EXPECT_EQ(clock->which, desk_clock::claim);
  EXPECT_EQ(clock->amber_at, kStart + 30s);
  EXPECT_EQ(clock->red_at, kStart + 90s);
  it.claimed_at = kStart + 20s;
  EXPECT_EQ(step_clock(it, limits)->which, desk_clock::act);
  EXPECT_EQ(step_clock(it, limits)->since, kStart + 20s);
  it.acted_at = kStart + 50s;
  EXPECT_EQ(step_clock(it, limits)->which, desk_clock::outcome);
  EXPECT_FALSE(escalation_clock(it, limits));
  it.escalated_at = kStart + 60s;
  EXPECT_EQ(escalation_clock(it, limits)->which, desk_clock::acknowledge);
  it.acknowledged_at = kStart + 70s;
  EXPECT_FALSE(escalation_clock(it, limits));
  it.state = case_state::shelved;
  EXPECT_FALSE(step_clock(it, limits));
}

}  // namespace
}  // namespace qorgan::casework
