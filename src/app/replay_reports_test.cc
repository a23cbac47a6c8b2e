#include <gtest/gtest.h>

#include <sstream>

#include "app/config.h"
#include "app/replay.h"
#include "base/testing/temporary_folder.h"
#include "engine/policy.h"

namespace qorgan::app {
namespace {

constexpr std::string_view kCalls =
    "call_id,started_at,trunk,caller,callee,fingerprint,source_ip,answered_at,ended_at\n"
    "a,2026-03-01T10:00:00Z,t,+447712345678,+77011234501,7,192.0.2.1,2026-03-01T10:00:05Z,"
    "2026-03-01T10:00:20Z\n"
    "b,2026-03-01T12:00:00Z,t,+447712345678,+77011234502,7,192.0.2.1,2026-03-01T12:00:05Z,"
    "2026-03-01T12:00:20Z\n"
    "c,2026-03-01T14:00:00Z,t,+4915112345678,+77011234503,7,192.0.2.1,2026-03-01T14:00:05Z,"
    "2026-03-01T14:00:20Z\n";
constexpr std::string_view kHeader = "at,caller,callee,call_id,source,label\n";

struct report_replay {
  temporary_folder folder;
  int status = 0;
  std::string decisions, out, err;

  explicit report_replay(std::string_view reports, bool accept_bad_lines = false,
                         bool only_possible = false) {
    replay_inputs inputs;
    inputs.policy =
        engine::parse_policy(read_policy(QORGAN_SOURCE_DIR "/policy/default.yaml").value()).value();
    inputs.engine = {.memory_bytes = 8u << 20};
    replay_files files;
    files.calls = folder.write("calls.csv", kCalls);
    files.reports = folder.write("reports.csv", std::string(kHeader) + std::string(reports));
    files.decisions = folder.file("decisions.csv");
    files.alerts = folder.file("alerts.csv");
    files.accept_bad_lines = accept_bad_lines;
    files.only_reports_that_could_be = only_possible;
    std::ostringstream said, mistakes;
    status = replay_calls(inputs, files, said, mistakes);
    decisions = folder.read("decisions.csv");
    out = said.str();
    err = mistakes.str();
  }
  std::string verdict_of(std::string_view id) const {
    const auto line = decisions.find("\n" + std::string(id) + ",");
    const auto comma = decisions.find(',', decisions.find(',', line + 1) + 1);
    return decisions.substr(comma + 1, decisions.find(',', comma + 1) - comma - 1);
  }
  bool says(std::string_view what, int count) const {
    std::istringstream lines{out};
    for (std::string line; std::getline(lines, line);) {
      if (line.find(what) != std::string::npos) return line.ends_with(" " + std::to_string(count));
    }
    return false;
  }
};

TEST(ReplayReports, TakeEffectAtTheirMomentAndNeverEarlier) {
  const report_replay early{"2026-03-01T11:00:00Z,+447712345678,,,bank,fraud\n"};
  ASSERT_EQ(early.status, 0) << early.err;
  EXPECT_EQ(early.verdict_of("a"), "pass");
  EXPECT_EQ(early.verdict_of("b"), "block");
  const report_replay late{"2026-03-01T12:00:00.001Z,+447712345678,,,bank,fraud\n"};
  EXPECT_EQ(late.verdict_of("b"), "pass");
  const report_replay at_once{"2026-03-01T12:00:00Z,+447712345678,,,bank,fraud\n"};
  EXPECT_EQ(at_once.verdict_of("b"), "block");
}

TEST(ReplayReports, ANumberUsedForTheFirstTimeIsKnownByItsEquipment) {
  const report_replay with{"2026-03-01T13:00:00Z,+447712345678,,,bank,fraud\n"};
  EXPECT_EQ(with.verdict_of("c"), "alert");
  EXPECT_NE(with.decisions.find("known_equipment"), std::string::npos);
  EXPECT_EQ(report_replay{""}.verdict_of("c"), "pass");
}

TEST(ReplayReports, ACallThatIsNamedNeedsNoNumbers) {
  const report_replay named{"2026-03-01T11:00:00Z,,,a,police,fraud\n"};
  EXPECT_EQ(named.verdict_of("b"), "block");
  EXPECT_TRUE(named.says("of unknown calls", 0)) << named.out;
}

TEST(ReplayReports, UnknownAndFutureCallsAreCountedAndListed) {
  const report_replay unknown{
      "2026-03-01T11:00:00Z,,,zz,police,fraud\n"
      "2026-03-01T11:00:00Z,,,c,police,fraud\n"};
  ASSERT_EQ(unknown.status, 0);
  EXPECT_TRUE(unknown.says("of unknown calls", 2)) << unknown.out;
  EXPECT_NE(unknown.out.find("    zz\n"), std::string::npos);
  EXPECT_TRUE(unknown.says("no caller", 2)) << unknown.out;
}

TEST(ReplayReports, OneCitizenDoesNotBlockAndOneWhoFloodsNeither) {
  std::string flood;
  for (int i = 0; i < 50; ++i) {
    flood += "2026-03-01T11:00:" + std::to_string(10 + i) +
             "Z,+447712345678,+77011234599,,citizen,fraud\n";
  }
  const report_replay flooded{flood};
  EXPECT_NE(flooded.verdict_of("b"), "block");
  EXPECT_TRUE(flooded.says("taken", 1)) << flooded.out;
  EXPECT_TRUE(flooded.says("repeated", 49)) << flooded.out;
}

TEST(ReplayReports, OfRefusedCallsCanBeLeftOut) {
  const std::string reports =
      "2026-03-01T11:00:00Z,+447712345678,,,bank,fraud\n"
      "2026-03-01T13:00:00Z,,,b,bank,legit\n"
      "2026-03-01T13:00:00Z,+447712345678,+77011234502,,citizen,fraud\n"
      "2026-03-01T13:00:00Z,+447712345678,+77011234501,,citizen,fraud\n";
  const report_replay all{reports};
  EXPECT_TRUE(all.says("taken", 4)) << all.out;
  const report_replay possible{reports, false, true};
  EXPECT_EQ(possible.verdict_of("b"), "block");
  EXPECT_TRUE(possible.says("taken", 2)) << possible.out;
  EXPECT_TRUE(possible.says("of refused calls", 2)) << possible.out;
}

TEST(ReplayReports, BadLinesAreToldAndManyStop) {
  const report_replay bad{"yesterday,+447712345678,,,bank,fraud\n"};
  EXPECT_EQ(bad.status, 1);
  EXPECT_NE(bad.err.find("reports.csv:2: at:"), std::string::npos) << bad.err;
  EXPECT_EQ(report_replay("yesterday,+447712345678,,,bank,fraud\n", true).status, 0);
}

}  // namespace
}  // namespace qorgan::app
