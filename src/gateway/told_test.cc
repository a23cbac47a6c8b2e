#include "gateway/told.h"

#include <thread>

#include "gateway/gateway.h"
#include "gateway/testing.h"

namespace qorgan::gateway {
namespace {

using namespace testing;

rig_options that_blocks_the_reported() {
  rig_options out;
  out.policy =
      "version: 2\nrules:\n  - name: reported\n    when: {evidence_any: [reported_caller]}\n"
      "    verdict: block\n    legal_basis: test\n";
  return out;
}

call_reported fraud_of(std::string_view digits) {
  return {.at = {}, .caller = *e164::from_digits(digits), .source = report_source::police};
}

TEST(Told, AReportTakesEffectOnTheNextCallAndIsInTheJournalBeforeIt) {
  rig r(that_blocks_the_reported());
  r.send(r.carrier, r.invite("+442079460001"));
  r.pass(10);
  EXPECT_NE(r.callee().take(), "");
  r.path->told.emplace_back(fraud_of("442079460001"));
  EXPECT_FALSE(take_told(*r.path));
  r.send(r.carrier, r.invite("+442079460001"));
  r.pass(10);
  EXPECT_EQ(r.callee().take(), "");
  const auto reports = r.journal.all<call_reported>();
  ASSERT_EQ(reports.size(), 1u);
  EXPECT_TRUE(happened(reports[0].at));
  const auto calls = r.journal.all<call_started>();
  ASSERT_EQ(calls.size(), 2u);
  EXPECT_GE(calls[1].at, reports[0].at);
}

TEST(Told, WaitsWhileTheJournalIsBehindAndForgetsNothing) {
  rig r(that_blocks_the_reported());
  for (int i = 0; i < 100; ++i)
    r.path->told.emplace_back(fraud_of("44207946" + std::to_string(1000 + i)));
  r.journal.is_behind = true;
  EXPECT_FALSE(take_told(*r.path));
  EXPECT_TRUE(r.journal.all<call_reported>().empty());
  r.journal.is_behind = false;
  EXPECT_TRUE(take_told(*r.path)) << "a bounded number in one round";
  EXPECT_EQ(r.journal.all<call_reported>().size(), 64u);
  EXPECT_FALSE(take_told(*r.path));
  EXPECT_EQ(r.journal.all<call_reported>().size(), 100u);
  EXPECT_TRUE(r.path->told.empty());
}

}  // namespace
}  // namespace qorgan::gateway
