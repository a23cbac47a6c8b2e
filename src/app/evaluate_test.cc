#include "app/evaluate.h"

#include <gtest/gtest.h>

#include <boost/json.hpp>
#include <sstream>

#include "base/testing/temporary_folder.h"

namespace qorgan::app {
namespace {

constexpr std::string_view kCalls =
    "call_id,started_at,trunk,caller,callee,answered_at,ended_at\n"
    "a,2026-03-01T10:00:00Z,t,+4477,+7701,2026-03-01T10:00:10Z,2026-03-01T10:10:00Z\n"
    "b,2026-03-01T11:00:00Z,t,+4477,+7702,,2026-03-01T11:00:10Z\n"
    "c,2026-03-01T12:00:00Z,t,+4912,+7703,2026-03-01T12:00:10Z,2026-03-01T12:01:00Z\n"
    "d,2026-03-01T13:00:00Z,t,+9051,+7704,,2026-03-01T13:00:30Z\n";
constexpr std::string_view kLabels =
    "call_id,label,kind,campaign\n"
    "a,fraud,bulk-x,c1\nb,fraud,bulk-x,c1\nc,legit,family,\nd,legit,family,\n";
constexpr std::string_view kDecisions =
    "call_id,decided_at,verdict,score,rule,reasons\n"
    "a,2026-03-01T10:00:00Z,pass,0.01,,\n"
    "b,2026-03-01T11:00:00Z,block,0.99,burst,velocity_per_caller:3\n"
    "c,2026-03-01T12:00:00Z,alert,0.5,x,\nd,2026-03-01T13:00:00Z,pass,0.01,,\n";
constexpr std::string_view kAlerts =
    "at,call_id,caller,callee,kind,score,reasons\n"
    "2026-03-01T10:00:40Z,a,+4477,+7701,long-call,0.5,\n"
    "2026-03-01T12:00:00Z,c,+4912,+7703,x,0.5,\n";

struct evaluation_run {
  temporary_folder folder;
  evaluate_files files;
  std::ostringstream out, err;

  evaluation_run() {
    files.calls = folder.write("calls.csv", kCalls);
    files.labels = folder.write("labels.csv", kLabels);
    files.decisions = folder.write("decisions.csv", kDecisions);
    files.alerts = folder.write("alerts.csv", kAlerts);
    files.json = folder.file("result.json");
  }
  int run() { return run_evaluate(files, out, err); }
  boost::json::value json() { return boost::json::parse(folder.read("result.json")); }
};

TEST(Evaluate, AReplayOfFourCallsAsCountedByHand) {
  evaluation_run run;
  ASSERT_EQ(run.run(), 0) << run.err.str();
  const boost::json::value found = run.json();
  const auto number = [&](const char* at) { return found.at_pointer(at).to_number<double>(); };
  EXPECT_EQ(number("/all/recall/hits"), 1);
  EXPECT_EQ(number("/all/recall/of"), 2);
  EXPECT_EQ(number("/all/recall/share"), 0.5);
  EXPECT_EQ(number("/all/false_positives/hits"), 0);
  // None of two: 1 - 0.025^(1/2).
  EXPECT_NEAR(number("/all/false_positives/clopper_pearson_95/1"), 0.841886, 1e-6);
  EXPECT_EQ(number("/all/zero_hour_recall/of"), 1);
  EXPECT_EQ(number("/all/zero_hour_recall/hits"), 0);
  EXPECT_EQ(number("/all/alert_precision/share"), 0.5);
  EXPECT_EQ(number("/all/victims_alerted_in_time/share"), 1);
  EXPECT_EQ(number("/all/seconds_to_alert/median"), 40);
  EXPECT_EQ(number("/groups/bulk/recall/of"), 2);
  EXPECT_EQ(number("/kinds/family/false_positives/of"), 2);
  EXPECT_EQ(number("/campaigns/c1/passed_before_stop"), 1);
  EXPECT_NE(run.out.str().find("50.00 % (9.45–90.55) of 2"), std::string::npos) << run.out.str();
}

TEST(Evaluate, LabelsOfUnknownCallsAreCountedAndListed) {
  evaluation_run run;
  run.folder.write("labels.csv", std::string(kLabels) + "zz,fraud,bulk-x,c1\n");
  ASSERT_EQ(run.run(), 0);
  EXPECT_EQ(run.json().at_pointer("/gaps/labels_of_unknown_calls").to_number<int>(), 1);
  EXPECT_NE(run.out.str().find("unknown call zz"), std::string::npos);
}

TEST(Evaluate, BadLinesAreToldAndManyOfThemStop) {
  evaluation_run run;
  run.folder.write("labels.csv", std::string(kLabels) + "x,maybe,,\n");
  EXPECT_EQ(run.run(), 1);
  EXPECT_NE(run.err.str().find("labels.csv:6: label:"), std::string::npos) << run.err.str();
  run.files.accept_bad_lines = true;
  EXPECT_EQ(run.run(), 0);
}

TEST(Evaluate, AFileThatIsNotThereOrCannotBeWrittenIsTold) {
  evaluation_run run;
  run.files.json = "/nowhere/result.json";
  EXPECT_EQ(run.run(), 1);
  run.files.labels = "/nowhere/labels.csv";
  EXPECT_EQ(run.run(), 1);
  EXPECT_NE(run.err.str().find("/nowhere/labels.csv"), std::string::npos);
}

}  // namespace
}  // namespace qorgan::app
