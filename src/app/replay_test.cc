#include "app/replay.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <sstream>

#include "app/config.h"
#include "app/policy_bundle_text.h"
#include "base/testing/temporary_folder.h"
#include "journal/journal.h"

namespace qorgan::app {
namespace {

constexpr std::string_view kHeader =
    "call_id,started_at,trunk,caller,callee,source_ip,ringing_at,answered_at,ended_at,end_code,"
    "ended_by\n";

constexpr engine::engine_options kSmall{.memory_bytes = 8u << 20};

engine::policy_bundle shipped_policy() {
  return read_policy(QORGAN_SOURCE_DIR "/policy/default.yaml").value();
}

std::string time_text(int second) {
  return to_rfc3339(*parse_rfc3339("2026-03-01T10:00:00Z") + std::chrono::seconds{second});
}

/// A call that starts at `second` and, with `talk_s`, is answered five seconds later.
std::string call_line(std::string_view id, int second, std::string_view caller,
                      std::string_view callee, int talk_s = 0) {
  std::string out{id};
  out += "," + time_text(second) + ",north," + std::string(caller) + "," + std::string(callee) +
         ",192.0.2.1," + time_text(second + 2) + ",";
  if (talk_s > 0) {
    return out + time_text(second + 5) + "," + time_text(second + 5 + talk_s) + ",200,caller\n";
  }
  return out + "," + time_text(second + 20) + ",487,caller\n";
}

struct played {
  int status = 0;
  std::string decisions, alerts, out, err;

  std::vector<std::string> decision_lines() const {
    std::istringstream in{decisions};
    std::vector<std::string> lines;
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
  }
};

replay_inputs shipped_inputs() {
  replay_inputs inputs;
  inputs.policy = engine::parse_policy(shipped_policy()).value();
  inputs.engine = kSmall;
  return inputs;
}

played play(std::string_view calls, const replay_inputs& inputs = shipped_inputs(),
            bool accept_bad_lines = false) {
  const temporary_folder folder;
  replay_files files;
  files.calls = folder.write("calls.csv", calls);
  files.decisions = folder.file("decisions.csv");
  files.alerts = folder.file("alerts.csv");
  files.accept_bad_lines = accept_bad_lines;
  std::ostringstream out;
  std::ostringstream err;
  played result;
  result.status = replay_calls(inputs, files, out, err);
  result.decisions = folder.read("decisions.csv");
  result.alerts = folder.read("alerts.csv");
  result.out = out.str();
  result.err = err.str();
  return result;
}

/// Six days into the centre's life, in seconds: on its first days everybody is a stranger.
constexpr int kLater = 6 * 86'400;

/// One foreign number calls many people, one every five seconds.
std::vector<std::string> burst(int calls) {
  std::vector<std::string> lines;
  for (int i = 0; i < calls; ++i) {
    lines.push_back(call_line("b" + std::to_string(1000 + i), 5 * i, "+441184960077",
                              "7701" + std::to_string(1000000 + i * 7919), i % 3 == 0 ? 30 : 0));
  }
  return lines;
}

std::string file_of(const std::vector<std::string>& lines) {
  std::string out{kHeader};
  for (const std::string& line : lines) out += line;
  return out;
}

TEST(replay_calls, decides_each_call_in_order_of_time) {
  const played result =
      play(std::string(kHeader) + call_line("late", 60, "+442079460001", "77012345678") +
           call_line("spoofed", 0, "+77272447777", "77012345678") +
           call_line("emergency", 30, "+77272447777", "112"));
  EXPECT_EQ(result.status, 0) << result.err;
  const auto lines = result.decision_lines();
  ASSERT_EQ(lines.size(), 4u);
  EXPECT_EQ(lines[0], "call_id,decided_at,verdict,score,rule,reasons");
  EXPECT_TRUE(lines[1].starts_with("spoofed,2026-03-01T10:00:00.000Z,block,")) << lines[1];
  EXPECT_NE(lines[1].find(",spoofed-domestic-fixed,domestic_fixed_on_international:6"),
            std::string::npos)
      << lines[1];
  EXPECT_TRUE(lines[2].starts_with("emergency,2026-03-01T10:00:30.000Z,pass,")) << lines[2];
  EXPECT_TRUE(lines[3].starts_with("late,2026-03-01T10:01:00.000Z,pass,")) << lines[3];
  EXPECT_EQ(result.alerts, "at,call_id,caller,callee,kind,score,reasons\n");
  EXPECT_NE(result.out.find("block      1\n"), std::string::npos) << result.out;
}

TEST(replay_calls, the_order_of_the_file_does_not_matter) {
  auto lines = burst(60);
  const played sorted = play(file_of(lines));
  std::shuffle(lines.begin(), lines.end(), std::mt19937_64{5});
  const played shuffled = play(file_of(lines));
  EXPECT_NE(sorted.decisions.find(",block,"), std::string::npos);
  EXPECT_EQ(sorted.decisions, shuffled.decisions);
  EXPECT_EQ(sorted.alerts, shuffled.alerts);
  EXPECT_EQ(sorted.out, shuffled.out) << "the digest among it";
}

TEST(replay_calls, a_decision_sees_nothing_of_the_future) {
  const auto lines = burst(60);
  const auto whole = play(file_of(lines)).decision_lines();
  for (const std::size_t known : {5u, 25u, 40u}) {
    const std::vector<std::string> past{lines.begin(), lines.begin() + known};
    const auto part = play(file_of(past)).decision_lines();
    ASSERT_EQ(part.size(), known + 1);
    EXPECT_TRUE(std::equal(part.begin(), part.end(), whole.begin())) << known;
  }
}

TEST(replay_calls, what_happens_before_a_decision_is_seen_by_it) {
  // The same start, once while the earlier calls of two strangers still ring and once alone.
  const std::string before = call_line("before", 0, "+4915119999999", "77012345600");
  const std::string last = call_line("last", kLater + 600, "+442079460303", "77012345678");
  const played alone = play(std::string(kHeader) + before + last);
  const played third =
      play(std::string(kHeader) + before +
           call_line("one", kLater, "+4915112345678", "77012345678", 60) +
           call_line("two", kLater + 300, "+442079460202", "77012345678", 60) + last);
  EXPECT_EQ(alone.decision_lines().back().find("several_first_seen_callers"), std::string::npos);
  EXPECT_NE(third.decision_lines().back().find("several_first_seen_callers"), std::string::npos);
}

TEST(replay_calls, a_long_call_of_a_stranger_raises_its_alert_while_it_is_up) {
  const std::string before = call_line("before", 0, "+4915119999999", "77012345600");
  const std::string cold = call_line("cold", kLater, "+4915112345678", "77012345678", 20);
  const auto closer = [&](int talk_s) {
    return play(std::string(kHeader) + before + cold +
                call_line("closer", kLater + 100, "+442079460001", "77012345678", talk_s));
  };
  constexpr std::string_view kAlert =
      "2026-03-07T10:02:30.000Z,closer,+442079460001,+77012345678,long-call";
  EXPECT_NE(closer(900).alerts.find(kAlert), std::string::npos) << closer(900).alerts;
  EXPECT_EQ(closer(44).alerts.find(kAlert), std::string::npos) << "over by then";
  const played alone =
      play(std::string(kHeader) + call_line("long", 0, "+442079460001", "77012345678", 900));
  EXPECT_EQ(alone.alerts, "at,call_id,caller,callee,kind,score,reasons\n") << "nothing but long";
}

TEST(replay_calls, a_stopped_call_is_never_answered) {
  const played result =
      play(std::string(kHeader) + call_line("c", 0, "+77272447777", "77012345678", 900));
  EXPECT_NE(result.decisions.find(",block,"), std::string::npos);
  EXPECT_EQ(result.alerts, "at,call_id,caller,callee,kind,score,reasons\n");
}

TEST(replay_calls, a_shadow_trunk_stops_nothing) {
  replay_inputs inputs = shipped_inputs();
  gateway::trunk_options trunk;
  trunk.name = "north";
  trunk.id = trunk_id_of("north");
  trunk.enforced = enforcement::shadow;
  inputs.trunks.push_back(trunk);
  const played result =
      play(std::string(kHeader) + call_line("c", 0, "+77272447777", "77012345678"), inputs);
  EXPECT_NE(result.decisions.find("c,2026-03-01T10:00:00.000Z,pass,"), std::string::npos);
  EXPECT_NE(result.decisions.find("spoofed-domestic-fixed"), std::string::npos);
}

TEST(replay_calls, bad_lines_are_told_and_skipped) {
  auto lines = burst(150);
  lines[40] = "b,yesterday,north,,7701,,,,,,\n";
  const played result = play(file_of(lines));
  EXPECT_EQ(result.status, 0);
  EXPECT_NE(result.err.find("calls.csv:42: started_at: expected a time"), std::string::npos)
      << result.err;
  EXPECT_EQ(result.decision_lines().size(), 150u);
  EXPECT_NE(result.out.find("bad lines    1\n"), std::string::npos);
}

TEST(replay_calls, too_many_bad_lines_stop_it_unless_told_otherwise) {
  auto lines = burst(20);
  lines[3] = "\"open,quote\n";
  const played refused = play(file_of(lines));
  EXPECT_EQ(refused.status, 1);
  EXPECT_NE(refused.err.find("calls.csv:5: a quote is not closed"), std::string::npos);
  EXPECT_NE(refused.err.find("1 of 20 lines are bad"), std::string::npos) << refused.err;
  EXPECT_EQ(refused.decisions, "");
  const played accepted = play(file_of(lines), shipped_inputs(), true);
  EXPECT_EQ(accepted.status, 0);
  EXPECT_EQ(accepted.decision_lines().size(), 20u);
}

TEST(replay_calls, a_trunk_the_configuration_does_not_have_is_a_bad_line) {
  replay_inputs inputs = shipped_inputs();
  gateway::trunk_options trunk;
  trunk.name = "south";
  inputs.trunks.push_back(trunk);
  const played result =
      play(std::string(kHeader) + call_line("c", 0, "+442079460001", "77012345678"), inputs);
  EXPECT_EQ(result.status, 1);
  EXPECT_NE(result.err.find("calls.csv:2: trunk: the configuration has no trunk 'north'"),
            std::string::npos)
      << result.err;
}

TEST(replay_calls, files_that_cannot_be_read_or_written) {
  const temporary_folder folder;
  std::ostringstream out;
  std::ostringstream err;
  replay_files files;
  files.calls = folder.file("missing.csv");
  EXPECT_EQ(replay_calls(shipped_inputs(), files, out, err), 1);
  EXPECT_NE(err.str().find("missing.csv: No such file"), std::string::npos) << err.str();
  files.calls = folder.write("calls.csv", file_of(burst(1)));
  files.decisions = folder.file("no/such/folder");
  files.alerts = folder.file("alerts.csv");
  EXPECT_EQ(replay_calls(shipped_inputs(), files, out, err), 1);
  EXPECT_NE(err.str().find("cannot be written"), std::string::npos) << err.str();
}

// ---- journal ----

call_started stranger(std::uint64_t number) {
  call_started call;
  call.at = *parse_rfc3339("2026-03-01T10:00:00Z") + std::chrono::seconds{number};
  call.key = {static_cast<std::uint64_t>(to_us(call.at))};
  call.trunk = trunk_id_of("north");
  call.caller = {std::string_view{"+442079460001"},
                 *e164::from_digits("442079460001"),
                 {country{"GB"}, number_type::fixed_line, number_validity::valid}};
  call.callee = {std::string_view{"77012345678"},
                 *e164::from_digits("77012345678"),
                 {country{"KZ"}, number_type::mobile, number_validity::valid}};
  return call;
}

/// Writes a journal as a centre would: policy, calls with their decisions, ends.
void live(const std::string& path, std::uint64_t calls, bool tamper) {
  auto log = journal::journal::open({.path = path, .sync = journal::sync_mode::normal}).value();
  log->start();
  const auto bundle = shipped_policy();
  record entry;
  entry.input = policy_adopted{stranger(0).at,
                               std::string_view{*log->keep_attachment(bundle_to_text(bundle))}};
  ASSERT_TRUE(log->append(entry));
  engine::engine screening{kSmall, engine::parse_policy(bundle).value()};
  for (std::uint64_t i = 1; i <= calls; ++i) {
    const call_started call = stranger(i);
    record started;
    started.input = call;
    const auto& effects = screening.apply(call);
    started.decided = effects.decided;
    started.alerts = effects.alerts;
    if (tamper && i == calls / 2) started.decided->would = verdict::divert;
    ASSERT_TRUE(log->append(started));
    const call_ended end{call.key, call.at + std::chrono::milliseconds{500}, 487, ended_by::caller};
    record ended;
    ended.input = end;
    ended.alerts = screening.apply(end).alerts;
    ASSERT_TRUE(log->append(ended));
  }
  log->stop();
}

TEST(replay_journal, comes_to_the_same_digest) {
  const temporary_folder folder;
  live(folder.file("journal.sqlite"), 50, false);
  const auto played = play_journal(folder.file("journal.sqlite"), kSmall);
  ASSERT_TRUE(played) << played.error();
  EXPECT_EQ(played->records, 101u);
  EXPECT_EQ(played->decisions, 50u);
  EXPECT_EQ(played->differences, 0u);
  EXPECT_EQ(played->recorded_digest, played->derived_digest);
  EXPECT_EQ(played->recorded_digest.size(), 64u);
  std::ostringstream out;
  EXPECT_EQ(replay_journal(folder.file("journal.sqlite"), kSmall, out, out), 0);
}

TEST(replay_journal, finds_a_decision_that_was_another) {
  const temporary_folder folder;
  live(folder.file("journal.sqlite"), 50, true);
  const auto played = play_journal(folder.file("journal.sqlite"), kSmall);
  ASSERT_TRUE(played) << played.error();
  EXPECT_EQ(played->differences, 1u);
  EXPECT_NE(played->recorded_digest, played->derived_digest);
  std::ostringstream out;
  EXPECT_EQ(replay_journal(folder.file("journal.sqlite"), kSmall, out, out), 1);
  EXPECT_NE(out.str().find("differences  1\n"), std::string::npos) << out.str();
  EXPECT_NE(out.str().find("divert"), std::string::npos);
}

TEST(replay_journal, a_file_that_is_no_journal) {
  const temporary_folder folder;
  std::ostringstream err;
  EXPECT_EQ(replay_journal(folder.file("missing.sqlite"), kSmall, err, err), 1);
  EXPECT_NE(err.str().find("missing.sqlite"), std::string::npos);
}

}  // namespace
}  // namespace qorgan::app
