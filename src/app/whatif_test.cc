#include "app/whatif.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "app/policy_bundle_text.h"
#include "app/warm_start.h"
#include "base/testing/temporary_folder.h"
#include "engine/number_list.h"
#include "journal/journal.h"

namespace qorgan::app {
namespace {

constexpr engine::engine_options kSmall{.memory_bytes = 8u << 20};
constexpr std::int64_t kDay = 86'400;

engine::policy_bundle burst_policy(int most) {
  return {
      "p.yaml",
      "version: 1\ndetectors: {velocity_per_caller: {max_calls_per_10min: " + std::to_string(most) +
          "}}\nrules:\n  - {name: burst, when: {evidence_any: [velocity_per_caller]}, "
          "verdict: block, legal_basis: test}\n",
      {}};
}

call_started call_from(std::string_view digits, std::int64_t s) {
  call_started call;
  call.at = *parse_rfc3339("2026-03-01T10:00:00Z") + std::chrono::seconds{s};
  call.key = {static_cast<std::uint64_t>(to_us(call.at))};
  call.trunk = trunk_id_of("north");
  call.caller = {digits,
                 *e164::from_digits(digits),
                 {country{"GB"}, number_type::mobile, number_validity::valid}};
  call.callee = {std::string_view{"77012345678"},
                 *e164::from_digits("77012345678"),
                 {country{"KZ"}, number_type::mobile, number_validity::valid}};
  return call;
}

/// A journal as a centre under a policy of at most ten calls would have written it.
class past {
 public:
  past()
      : log_{journal::journal::open({.path = path(), .sync = journal::sync_mode::normal}).value()},
        engine_{kSmall, engine::parse_policy(burst_policy(10)).value()} {
    log_->start();
    record entry;
    entry.input =
        policy_adopted{call_from("447700900001", 0).at,
                       std::string_view{*log_->keep_attachment(bundle_to_text(burst_policy(10)))}};
    EXPECT_TRUE(log_->append(entry));
  }
  void burst(std::string_view caller, std::int64_t from_s, int calls) {
    for (int i = 0; i < calls; ++i) add(call_from(caller, from_s + i));
  }
  void add(const record_input& input) {
    record entry;
    entry.input = input;
    if (const auto* effects = feed(engine_, input)) {
      entry.decided = effects->decided;
      entry.alerts = effects->alerts;
    }
    EXPECT_TRUE(log_->append(entry));
  }
  whatif_result under(int most, unsigned days = 7, std::string_view honest = "") {
    log_->stop();
    config_errors none;
    const auto list = engine::number_list::parse("honest", honest, none);
    const auto found = try_policy({.journal_path = path(),
                                   .policy = engine::parse_policy(burst_policy(most)).value(),
                                   .engine = kSmall,
                                   .honest = &list,
                                   .days = days});
    EXPECT_TRUE(found) << found.error();
    return found.value_or(whatif_result{});
  }
  std::string path() const { return folder_.file("journal.sqlite"); }

 private:
  temporary_folder folder_;
  std::unique_ptr<journal::journal> log_;
  engine::engine engine_;
};

TEST(whatif, a_stricter_policy_would_have_refused_these) {
  past then;
  then.burst("447700900001", 0, 12);  // 2 refused then
  then.burst("447700900002", 100, 8);
  then.burst("447700900003", 200, 3);
  const whatif_result found = then.under(5, 7, "+447700900002\n");
  EXPECT_EQ(found.calls, 23u);
  EXPECT_EQ(found.newly_refused, 5u + 3u);
  EXPECT_EQ(found.newly_refused_callers, 2u);
  EXPECT_EQ(found.honest_hit, 3u);
  EXPECT_EQ(found.honest_callers_hit, 1u);
  EXPECT_EQ(found.no_longer_refused, 0u);
  EXPECT_EQ(found.refused_by_rule.at("burst"), 8u);
  ASSERT_EQ(found.changed.size(), 8u);
  EXPECT_EQ(found.changed[0].was, verdict::pass);
  EXPECT_EQ(found.changed[0].would_be, verdict::block);
}

TEST(whatif, a_milder_policy_would_have_let_these_pass) {
  past then;
  then.burst("447700900001", 0, 14);
  const whatif_result found = then.under(12);
  EXPECT_EQ(found.newly_refused, 0u);
  EXPECT_EQ(found.no_longer_refused, 2u);
  EXPECT_EQ(found.no_longer_refused_callers, 1u);
}

TEST(whatif, the_same_policy_changes_nothing) {
  past then;
  then.burst("447700900001", 0, 30);
  const whatif_result found = then.under(10);
  EXPECT_EQ(found.calls, 30u);
  EXPECT_TRUE(found.changed.empty());
  EXPECT_EQ(found.new_alerts + found.gone_alerts, 0u);
}

TEST(whatif, only_the_last_days_are_compared_but_everything_is_remembered) {
  past then;
  then.burst("447700900001", 0, 8);
  then.burst("447700900001", 5 * kDay, 8);
  EXPECT_EQ(then.under(5, 2).newly_refused, 3u);
}

TEST(whatif, a_call_that_an_operator_dropped_then_would_have_been_caught) {
  past then;
  then.burst("447700900001", 0, 6);
  const call_started last = call_from("447700900001", 5);
  then.add(teardown_progress{last.key, last.at + std::chrono::seconds{60},
                             teardown_state::requested, false, false,
                             std::string_view{"operator:a"}, std::string_view{"scam"}});
  EXPECT_EQ(then.under(5).dropped_caught, 1u);
}

TEST(whatif, prints_writes_and_says_why_not) {
  past then;
  then.burst("447700900001", 0, 12);
  then.under(5);
  const temporary_folder folder;
  const whatif_inputs inputs{.journal_path = then.path(),
                             .policy = engine::parse_policy(burst_policy(5)).value(),
                             .engine = kSmall,
                             .honest = nullptr,
                             .days = 7};
  std::ostringstream out, err;
  EXPECT_EQ(run_whatif(inputs, folder.file("changes.csv"), out, err), 0);
  EXPECT_NE(out.str().find("would have been refused 5 of 1 callers"), std::string::npos)
      << out.str();
  const std::string changes = folder.read("changes.csv");
  EXPECT_EQ(std::ranges::count(changes, '\n'), 6);
  EXPECT_NE(changes.find("+447700900001,+77012345678,pass,block,burst"), std::string::npos);
  EXPECT_EQ(run_whatif(inputs, "/nowhere/changes.csv", out, err), 1);
  whatif_inputs missing = inputs;
  missing.journal_path = folder.file("none.sqlite");
  EXPECT_EQ(run_whatif(missing, "", out, err), 1);
  EXPECT_NE(err.str().find("none.sqlite"), std::string::npos);
}

}  // namespace
}  // namespace qorgan::app
