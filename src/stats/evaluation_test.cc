#include "stats/evaluation.h"

#include <gtest/gtest.h>

namespace qorgan::stats {
namespace {

timestamp at(std::int64_t s) {
  return from_us(1'772'359'200'000'000 + s * 1'000'000);
}

/// Ten calls counted by hand.
///
///   id  caller  answered-ended  truth                refused  alerted
///   1   A       10-100          fraud bulk-x, c1              at 5 s
///   2   B       10-20           fraud bulk-x, c1     yes
///   3   A                       fraud bulk-x, c1
///   4   C       10-500          legit family                  at 70 s
///   5   D                       legit family         yes
///   6   E       10-500          fraud patient-y, c2           at 60 s after the answer
///   7   F       10-500          fraud patient-y, c2           at 61 s after the answer
///   8   (none)                  fraud patient-y, c2
///   9   C       10-20           no label
///   10  C       10-20           legit family                  no decision
evaluation by_hand() {
  evaluation out;
  const auto call = [&](const char* id, const char* caller, int started, int answered, int ended) {
    out.add({id, caller, at(started), answered ? at(started + answered) : kNever,
             ended ? at(started + ended) : kNever});
  };
  call("1", "A", 0, 10, 100);
  call("2", "B", 1'000, 10, 20);
  call("3", "A", 2'000, 0, 30);
  call("4", "C", 3'000, 10, 500);
  call("5", "D", 4'000, 0, 30);
  call("6", "E", 5'000, 10, 500);
  call("7", "F", 6'000, 10, 500);
  call("8", "", 7'000, 0, 30);
  call("9", "C", 8'000, 10, 20);
  call("10", "C", 9'000, 10, 20);
  call("10", "C", 9'500, 10, 20);  // given twice
  for (const char* id : {"1", "2", "3"}) out.add_label(id, true, "bulk-x", "c1");
  for (const char* id : {"6", "7", "8"}) out.add_label(id, true, "patient-y", "c2");
  for (const char* id : {"4", "5", "10"}) out.add_label(id, false, "family", "");
  out.add_label("10", true, "bulk-x", "c1");  // given twice: the first one counts
  out.add_label("11", true, "bulk-x", "c1");  // unknown
  for (const char* id : {"1", "3", "6", "7", "8", "9"}) out.add_decision(id, verdict::pass);
  out.add_decision("2", verdict::block);
  out.add_decision("4", verdict::alert);
  out.add_decision("5", verdict::divert);
  out.add_decision("12", verdict::block);  // unknown
  out.add_alert("1", at(5));
  out.add_alert("4", at(3'070));
  out.add_alert("6", at(5'080));
  out.add_alert("6", at(5'070));  // the earlier one counts
  out.add_alert("7", at(6'071));
  return out;
}

TEST(Evaluation, CountsWhatWasCountedByHand) {
  const evaluation_result found = by_hand().result();
  const outcome_counts& all = found.all;
  EXPECT_EQ(all.fraud, 6u);
  EXPECT_EQ(all.legit, 3u);
  EXPECT_EQ(all.recall().hits, 1u);
  EXPECT_EQ(all.false_positives().hits, 1u);
  EXPECT_EQ(all.false_positives().of, 3u);
  EXPECT_EQ(all.alert_precision().hits, 3u);
  EXPECT_EQ(all.alert_precision().of, 4u);
  // Never seen before: A, B, E, F. The caller without a number is nobody.
  EXPECT_EQ(all.zero_hour, 4u);
  EXPECT_EQ(all.zero_hour_refused, 1u);
  // Talked to for a minute: 1, 6 and 7; alerted by a minute after the answer: 1 and 6.
  EXPECT_EQ(all.victims, 3u);
  EXPECT_EQ(all.victims_alerted_in_time, 2u);
  // 5 s, 70 s and 71 s.
  EXPECT_EQ(all.median_s_to_alert, 70);
  EXPECT_EQ(all.p90_s_to_alert, 71);
}

TEST(Evaluation, PerKindGroupAndCampaign) {
  const evaluation_result found = by_hand().result();
  EXPECT_EQ(found.by_kind.at("bulk-x").recall().hits, 1u);
  EXPECT_EQ(found.by_kind.at("bulk-x").recall().of, 3u);
  EXPECT_EQ(found.by_kind.at("patient-y").recall().hits, 0u);
  EXPECT_EQ(found.by_kind.at("family").false_positives().hits, 1u);
  EXPECT_EQ(found.by_group.at("bulk").fraud, 3u);
  EXPECT_EQ(found.by_group.at("patient").fraud, 3u);
  EXPECT_EQ(found.by_group.size(), 2u);
  EXPECT_EQ(found.by_group.at("patient").median_s_to_alert, 70);
  EXPECT_EQ(found.by_kind.at("bulk-x").median_s_to_alert, 5);
  const campaign_counts& first = found.by_campaign.at("c1");
  EXPECT_EQ(first.calls, 3u);
  EXPECT_EQ(first.passed_before_stop, 1u) << "the first passed, the second was stopped";
  EXPECT_EQ(found.by_campaign.at("c2").passed_before_stop, 3u) << "never stopped";
}

TEST(Evaluation, WhatDoesNotFitIsCountedAndListed) {
  const evaluation_gaps gaps = by_hand().result().gaps;
  EXPECT_EQ(gaps.labels_of_unknown_calls, 1u);
  EXPECT_EQ(gaps.decisions_of_unknown_calls, 1u);
  EXPECT_EQ(gaps.alerts_of_unknown_calls, 0u);
  EXPECT_EQ(gaps.calls_given_twice, 1u);
  EXPECT_EQ(gaps.labels_given_twice, 1u);
  EXPECT_EQ(gaps.calls_without_label, 1u);
  EXPECT_EQ(gaps.calls_without_decision, 1u);
  EXPECT_EQ(gaps.examples, (std::vector<std::string>{"11", "12"}));
}

TEST(Evaluation, OfNothingIsNothing) {
  const evaluation_result found = evaluation{}.result();
  EXPECT_EQ(found.all.recall().of, 0u);
  EXPECT_TRUE(found.by_kind.empty());
}

}  // namespace
}  // namespace qorgan::stats
