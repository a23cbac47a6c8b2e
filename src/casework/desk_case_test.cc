// The life of a case, told as transcripts.

#include "casework/desk_case.h"

#include <gtest/gtest.h>

namespace qorgan::casework {
namespace {

using namespace std::chrono_literals;

constexpr duration kLease = 90s;
const timestamp kStart = from_us(1'772'359'200'000'000);
const std::string kAigerim = "operator:aigerim";
const std::string kBolat = "operator:bolat";
const std::string kDuty = "prosecutor:duty";

desk_case waiting(desk_level level = desk_level::high) {
  desk_case out;
  out.id = {1};
  out.level = level;
  out.detected_at = out.latest_at = kStart;
  return out;
}

TEST(desk_case, a_claim_is_a_lease_that_goes_back_to_the_queue_by_itself) {
  desk_case it = waiting();
  ASSERT_TRUE(claim(it, {kAigerim, kStart + 5s}, kLease, {}));
  EXPECT_EQ(it.state, case_state::claimed);
  EXPECT_EQ(it.holder, kAigerim);
  EXPECT_FALSE(pass_time(it, kStart + 94s, kNever));
  EXPECT_TRUE(pass_time(it, kStart + 95s, kNever));
  EXPECT_EQ(it.state, case_state::waiting);
  EXPECT_TRUE(it.holder.empty());
  EXPECT_EQ(it.claimed_at, kStart + 5s) << "the clock of the claim stays stopped";
}

TEST(desk_case, what_somebody_holds_is_taken_over_only_with_a_reason) {
  desk_case it = waiting();
  ASSERT_TRUE(claim(it, {kAigerim, kStart}, kLease, {}));
  EXPECT_EQ(claim(it, {kBolat, kStart + 1s}, kLease, {}).error(), desk_refusal::held_by_other);
  EXPECT_EQ(it.holder, kAigerim);
  ASSERT_TRUE(claim(it, {kBolat, kStart + 2s}, kLease, "she is on another call"));
  EXPECT_EQ(it.holder, kBolat);
  EXPECT_EQ(acted(it, {kAigerim, kStart + 3s}, kLease).error(), desk_refusal::not_held);
}

TEST(desk_case, a_lease_that_is_over_needs_no_reason) {
  desk_case it = waiting();
  ASSERT_TRUE(claim(it, {kAigerim, kStart}, kLease, {}));
  EXPECT_TRUE(claim(it, {kBolat, kStart + kLease}, kLease, {}));
}

TEST(desk_case, work_prolongs_the_lease_and_only_the_first_action_stops_its_clock) {
  desk_case it = waiting();
  ASSERT_TRUE(claim(it, {kAigerim, kStart}, kLease, {}));
  ASSERT_TRUE(acted(it, {kAigerim, kStart + 60s}, kLease));
  ASSERT_TRUE(warned(it, {kAigerim, kStart + 80s}, kLease));
  EXPECT_EQ(it.acted_at, kStart + 60s);
  EXPECT_EQ(it.lease_until, kStart + 80s + kLease);
  EXPECT_EQ(it.warnings, 1u);
}

TEST(desk_case, nothing_urgent_is_put_off) {
  desk_case it = waiting(desk_level::urgent);
  ASSERT_TRUE(claim(it, {kAigerim, kStart}, kLease, {}));
  EXPECT_EQ(shelve(it, {kAigerim, kStart}, kStart + 600s, "later").error(),
            desk_refusal::too_urgent);
  it.level = desk_level::medium;
  ASSERT_TRUE(shelve(it, {kAigerim, kStart}, kStart + 600s, "the carrier answers at ten"));
  EXPECT_EQ(it.state, case_state::shelved);
  EXPECT_FALSE(pass_time(it, kStart + 599s, kNever));
  EXPECT_TRUE(pass_time(it, kStart + 600s, kNever));
  EXPECT_EQ(it.state, case_state::waiting);
  EXPECT_TRUE(it.shelf_reason.empty());
}

TEST(desk_case, it_is_closed_with_what_came_of_it_and_only_by_its_holder) {
  desk_case it = waiting();
  EXPECT_EQ(finish(it, {kAigerim, kStart}, {case_outcome::dissuaded, 0, {}}).error(),
            desk_refusal::not_held);
  ASSERT_TRUE(claim(it, {kAigerim, kStart}, kLease, {}));
  ASSERT_TRUE(finish(it, {kAigerim, kStart + 60s}, {case_outcome::paid, 250'000, "a bank"}));
  EXPECT_EQ(it.state, case_state::closed);
  EXPECT_EQ(it.amount, 250'000);
  EXPECT_EQ(it.outcome_by, kAigerim);
  EXPECT_EQ(claim(it, {kBolat, kStart + 61s}, kLease, {}).error(), desk_refusal::closed);
}

TEST(desk_case, an_amount_belongs_to_what_was_paid_alone) {
  desk_case it = waiting();
  ASSERT_TRUE(claim(it, {kAigerim, kStart}, kLease, {}));
  ASSERT_TRUE(finish(it, {kAigerim, kStart}, {case_outcome::dissuaded, 250'000, "a bank"}));
  EXPECT_EQ(it.amount, 0);
  EXPECT_TRUE(it.bank.empty());
}

TEST(desk_case, a_mistake_is_undone_for_ten_minutes) {
  desk_case it = waiting();
  ASSERT_TRUE(claim(it, {kAigerim, kStart}, kLease, {}));
  ASSERT_TRUE(finish(it, {kAigerim, kStart}, {case_outcome::false_alarm, 0, {}}));
  desk_case later = it;
  ASSERT_TRUE(reopen(it, {kAigerim, kStart + kReopenWithin}, kLease));
  EXPECT_EQ(it.state, case_state::claimed);
  EXPECT_EQ(it.outcome, case_outcome::none);
  EXPECT_EQ(reopen(later, {kAigerim, kStart + kReopenWithin + 1us}, kLease).error(),
            desk_refusal::too_late);
}

TEST(desk_case, an_escalation_runs_until_the_prosecutor_says_so_once) {
  desk_case it = waiting();
  EXPECT_EQ(acknowledge(it, {kDuty, kStart}).error(), desk_refusal::not_escalated);
  ASSERT_TRUE(claim(it, {kAigerim, kStart}, kLease, {}));
  ASSERT_TRUE(escalate(it, {kAigerim, kStart + 1s}, "two victims an hour"));
  EXPECT_EQ(escalate(it, {kAigerim, kStart + 2s}, "again").error(),
            desk_refusal::escalated_already);
  ASSERT_TRUE(finish(it, {kAigerim, kStart + 3s}, {case_outcome::dissuaded, 0, {}}));
  ASSERT_TRUE(acknowledge(it, {kDuty, kStart + 4s})) << "also after it was closed";
  EXPECT_EQ(acknowledge(it, {kDuty, kStart + 5s}).error(), desk_refusal::acknowledged_already);
  EXPECT_EQ(it.acknowledged_by, kDuty);
}

TEST(desk_case, what_nobody_takes_is_closed_as_unattended_and_says_so) {
  desk_case it = waiting();
  EXPECT_FALSE(pass_time(it, kStart + 1h, kStart - 1us));
  EXPECT_TRUE(pass_time(it, kStart + 1h, kStart));
  EXPECT_EQ(it.outcome, case_outcome::unattended);
  EXPECT_EQ(it.state, case_state::closed);
}

}  // namespace
}  // namespace qorgan::casework
