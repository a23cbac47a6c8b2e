#include "app/whatif_runner.h"

#include <gtest/gtest.h>

#include <thread>

#include "app/policy_bundle_text.h"
#include "app/warm_start.h"
#include "base/testing/temporary_folder.h"
#include "journal/journal.h"

namespace qorgan::app {
namespace {

constexpr engine::engine_options kSmall{.memory_bytes = 8u << 20};

std::string policy_text(int most) {
  return "version: 1\ndetectors: {velocity_per_caller: {max_calls_per_10min: " +
         std::to_string(most) +
         "}}\nlists: {trusted: trusted.txt}\nrules:\n  - {name: burst, when: {evidence_any: "
         "[velocity_per_caller]}, verdict: block, legal_basis: test}\n";
}

engine::policy_bundle in_force() {
  return {"p.yaml", policy_text(10), {{"trusted", "trusted.txt", "+447700900001\n"}}};
}

call_started call_at(std::int64_t s) {
  call_started call;
  call.at = *parse_rfc3339("2026-03-01T10:00:00Z") + std::chrono::seconds{s};
  call.key = {static_cast<std::uint64_t>(to_us(call.at))};
  call.trunk = trunk_id_of("north");
  call.caller = {std::string_view{"447700900001"},
                 *e164::from_digits("447700900001"),
                 {country{"GB"}, number_type::mobile, number_validity::valid}};
  call.callee = {std::string_view{"77012345678"},
                 *e164::from_digits("77012345678"),
                 {country{"KZ"}, number_type::mobile, number_validity::valid}};
  return call;
}

struct whatif_over_http : testing::Test {
  /// Eight calls of one number within the ten that the policy of then allowed; the last one was
  /// reported.
  whatif_over_http() {
    auto log = journal::journal::open({.path = path(), .sync = journal::sync_mode::normal}).value();
    log->start();
    engine::engine screening{kSmall, engine::parse_policy(in_force()).value()};
    const auto add = [&](const record_input& input) {
      record entry;
      entry.input = input;
      if (const auto* made = feed(screening, input)) entry.decided = made->decided;
      EXPECT_TRUE(log->append(entry));
    };
    add(policy_adopted{call_at(0).at,
                       std::string_view{*log->keep_attachment(bundle_to_text(in_force()))}});
    for (int i = 0; i < 8; ++i) add(call_at(i));
    call_reported said;
    said.at = call_at(100).at;
    said.caller = call_at(7).caller.number;
    said.about = call_at(7).key;
    add(said);
    log->stop();
  }
  std::string path() const { return folder.file("journal.sqlite"); }
  trial_state when_over() {
    for (int i = 0; i < 500; ++i) {
      trial_state now = trials.state();
      if (now.now != trial_state::phase::running) return now;
      std::this_thread::sleep_for(std::chrono::milliseconds{10});
    }
    return trials.state();
  }

  temporary_folder folder;
  whatif_runner trials{{path(), kSmall, in_force, [] { return from_us(1); }}};
};

TEST_F(whatif_over_http, finds_calls_callers_the_honest_and_the_scams) {
  EXPECT_EQ(trials.state().now, trial_state::phase::none);
  ASSERT_TRUE(trials.start({policy_text(5), false, 7}, "engineer:network-1").has_value());
  const trial_state over = when_over();
  ASSERT_EQ(over.now, trial_state::phase::done) << over.trouble;
  EXPECT_EQ(over.actor, "engineer:network-1");
  EXPECT_EQ(over.found.calls, 8u);
  EXPECT_EQ(over.found.newly_refused, 3u);
  EXPECT_EQ(over.found.newly_refused_callers, 1u);
  EXPECT_EQ(over.found.honest_callers_hit, 1u) << "it is on the list of the trusted";
  EXPECT_EQ(over.found.scams_caught, 1u) << "one of them was reported";
  ASSERT_EQ(over.found.refused_by_rule.size(), 1u);
  EXPECT_EQ(over.found.refused_by_rule[0].first, "burst");
}

TEST_F(whatif_over_http, mistakes_of_the_policy_come_back_at_once) {
  const auto begun = trials.start({"version: 7\n", false, 7}, "x");
  ASSERT_FALSE(begun.has_value());
  EXPECT_FALSE(begun.error().busy);
  EXPECT_FALSE(begun.error().mistakes.empty());
  const auto no_challenger = trials.start({"", true, 7}, "x");
  ASSERT_FALSE(no_challenger.has_value());
  EXPECT_EQ(no_challenger.error().mistakes.at(0).message, "there is no challenger to try");
  EXPECT_EQ(trials.state().now, trial_state::phase::none);
}

TEST_F(whatif_over_http, a_journal_that_is_not_there_is_said) {
  whatif_runner other{{folder.file("none.sqlite"), kSmall, in_force, [] { return from_us(1); }}};
  ASSERT_TRUE(other.start({}, "x").has_value());
  for (int i = 0; i < 500 && other.state().now == trial_state::phase::running; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds{10});
  }
  EXPECT_EQ(other.state().now, trial_state::phase::failed);
  EXPECT_FALSE(other.state().trouble.empty());
}

TEST(bundle_of_trial, the_challenger_takes_the_models_place) {
  engine::policy_bundle bundle = in_force();
  bundle.lists.push_back({std::string(engine::kModelPart), "a", "current"});
  bundle.lists.push_back({std::string(engine::kChallengerPart), "b", "next"});
  const auto tried = bundle_of_trial(bundle, {"", true, 7});
  ASSERT_EQ(tried.lists.size(), 2u);
  EXPECT_EQ(tried.lists[1].text, "next");
  EXPECT_EQ(tried.yaml, bundle.yaml);
}

}  // namespace
}  // namespace qorgan::app
