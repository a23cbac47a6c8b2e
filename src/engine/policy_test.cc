#include "engine/policy.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

#include "engine/policy_snapshot.h"
#include "engine/testing.h"

namespace qorgan::engine {
namespace {

using namespace testing;

/// Every mistake as "file:line: message", one per line.
std::string mistakes(std::string_view yaml, std::vector<policy_list> lists = {}) {
  const auto parsed = parse_policy({"p.yaml", std::string(yaml), std::move(lists)});
  if (parsed) return "";
  std::string out;
  for (const config_error& error : parsed.error()) {
    out += error.file + ":" + std::to_string(error.line) + ": " + error.message + "\n";
  }
  return out;
}

TEST(policy, an_empty_policy_passes_every_call) {
  EXPECT_EQ(mistakes("version: 1\n"), "");
  engine screen{small(), policy_of("version: 1\n")};
  EXPECT_EQ(screen.apply(foreign_call()).decided->enforced, verdict::pass);
}

constexpr std::string_view kFullOfMistakes = R"(version: 3
home: Kazakhstan
colour: red
emergency: ["112", "1a"]
first_seen_hours: 0
lists:
  trusted: trusted.txt
  missing: missing.txt
detectors:
  no_such_thing: {}
  velocity_per_caller: { max_calls_per_10min: none, max: 3 }
scorecard:
  base: huge
  weights: { velocity_per_caller: 21, neither_this: 1 }
rules:
  - name: first
    when: { evidence_any: [velocity_per_caller, nor_this], colour: red }
    verdict: explode
  - name: first
    when: {}
    verdict: block
    code: 200
    mode: maybe
    expires: tomorrow
  - when: { caller_in: [nobody], trunk_kind: [sideways], caller_country: [kz], score_at_least: 2 }
    verdict: divert
    legal_basis: x
  - name: Loud
    when: { observed_at_least: { velocity_per_caller: 0 } }
    verdict: pass
    level: high
    code: 603
    divert: sip:a@b
)";

TEST(policy, every_mistake_is_reported_with_file_and_line) {
  const std::string said =
      mistakes(kFullOfMistakes, {{"trusted", "lists/trusted.txt", "# ok\n+7701\nhello\n+7701*\n"}});
  for (const char* expected : {
           "p.yaml:1: version must be a whole number from 1 to 2",
           "p.yaml:2: home must be a country in two capital letters (ISO 3166-1), got 'Kazakhstan'",
           "p.yaml:3: unknown key 'colour'",
           "p.yaml:4: an emergency number is 2 to 6 digits, got '1a'",
           "p.yaml:5: first_seen_hours must be a whole number from 1 to 8760",
           "p.yaml:8: list 'missing' could not be read from missing.txt",
           "p.yaml:10: there is no detector 'no_such_thing'",
           "p.yaml:11: max_calls_per_10min must be a whole number from 1 to 60000",
           "p.yaml:11: detector 'velocity_per_caller' has no parameter 'max'",
           "p.yaml:13: base must be a number from",
           "p.yaml:14: weight must be a number from",
           "p.yaml:14: there is no detector 'neither_this'",
           "p.yaml:17: there is no detector 'nor_this'",
           "p.yaml:17: unknown condition 'colour'",
           "p.yaml:18: 'explode' is not one of pass, alert, label, withhold, divert, block",
           "p.yaml:19: rule 'first' stands already in line 16",
           "p.yaml:19: rule 'first' needs a legal_basis to block",
           "p.yaml:20: a rule without any condition would match every call",
           "p.yaml:22: code must be a whole number from 400 to 699",
           "p.yaml:23: mode must be shadow or enforce, got 'maybe'",
           "p.yaml:24: expires must be a date or an RFC 3339 time, got 'tomorrow'",
           "p.yaml:25: a rule has no 'name'",
           "p.yaml:25: there is no list 'nobody'",
           "p.yaml:25: 'sideways' is not one of international, domestic, roaming_hub",
           "p.yaml:25: a country is two capital letters (ISO 3166-1), got 'kz'",
           "p.yaml:25: score_at_least must be a number from",
           "p.yaml:25: a rule does not say where to divert to",
           "p.yaml:28: a rule's name is up to 47 of a-z, 0-9, '-' and '_', got 'Loud'",
           "p.yaml:29: velocity_per_caller must be a whole number from 1",
           "p.yaml:31: rule 'Loud' has a level but does not alert",
           "p.yaml:32: rule 'Loud' has an answer code but does not block",
           "p.yaml:33: rule 'Loud' has a divert address but another verdict",
           "lists/trusted.txt:2: '+7701' is neither a number like +77010000001 nor a prefix",
           "lists/trusted.txt:3: 'hello' is neither a number",
       }) {
    EXPECT_NE(said.find(expected), std::string::npos) << "missing: " << expected;
  }
  if (HasFailure()) std::fputs(said.c_str(), stderr);
}

TEST(policy, text_that_is_no_yaml_is_one_mistake) {
  EXPECT_NE(mistakes("version: 1\nrules: [\n").find("p.yaml:"), std::string::npos);
  EXPECT_NE(mistakes("").find("must be a mapping"), std::string::npos);
  EXPECT_NE(mistakes("- a\n- b\n").find("must be a mapping"), std::string::npos);
  EXPECT_NE(mistakes("version: 1\nversion: 1\n").find("'version' is given twice"),
            std::string::npos);
}

TEST(policy, emergency_numbers_can_be_added_and_not_taken_away) {
  const auto policy = policy_of("version: 1\nemergency: [\"911\"]\n");
  const std::vector<std::string> expected{"101", "102", "103", "104", "112", "911"};
  EXPECT_EQ(emergency_numbers(*policy), expected);
}

TEST(policy, tells_target_and_legal_basis_of_a_rule) {
  const auto policy = policy_of(R"(
version: 1
rules:
  - name: announce
    when: { score_at_least: 0.5 }
    verdict: divert
    divert: sip:warning@announcements.example
    legal_basis: "Article 1"
)");
  EXPECT_EQ(divert_target(*policy, rule_name("announce")), "sip:warning@announcements.example");
  EXPECT_EQ(legal_basis(*policy, rule_name("announce")), "Article 1");
  EXPECT_EQ(legal_basis(*policy, rule_name("another")), "");
}

TEST(policy, the_files_of_its_lists_are_known_before_it_is_parsed) {
  const auto lists = lists_of("version: 1\nlists: {roaming: a.txt, trusted: b/c.txt}\nbroken: 1\n");
  const std::vector<std::pair<std::string, std::string>> expected{{"roaming", "a.txt"},
                                                                  {"trusted", "b/c.txt"}};
  EXPECT_EQ(lists, expected);
  EXPECT_TRUE(lists_of("]").empty());
}

// Rules at work.

std::string verdicts(engine& screen, const call_started& call) {
  const decision& decided = *screen.apply(call).decided;
  return std::string(to_string(decided.enforced)) + "/" + std::string(to_string(decided.would)) +
         "/" + std::string(decided.rule.view());
}

TEST(rules, a_shadow_rule_is_recorded_and_the_next_enforced_one_decides) {
  engine screen{small(), policy_of(R"(
version: 1
rules:
  - {name: trial, when: {trunk_kind: international}, verdict: block, legal_basis: x, mode: shadow}
  - {name: second-trial, when: {trunk_kind: international}, verdict: label, mode: shadow}
  - {name: british, when: {caller_country: GB}, verdict: alert, level: high}
)")};
  EXPECT_EQ(verdicts(screen, foreign_call()), "alert/block/british");
  EXPECT_EQ(verdicts(screen, from_number(foreign_call(), "+4915112345678", "DE")),
            "pass/block/trial");
  const auto hits = screen.rule_hits();
  EXPECT_EQ(hits[0], (std::pair<std::string, std::uint64_t>{"trial", 2}));
  EXPECT_EQ(hits[1].second, 0u) << "only the first shadow rule is recorded";
  EXPECT_EQ(hits[2].second, 1u);
}

TEST(rules, an_alert_rule_raises_its_alert) {
  engine screen{small(), policy_of(R"(
version: 1
rules: [{name: british, when: {caller_country: GB}, verdict: alert, level: high}]
)")};
  const call_started call = foreign_call();
  const effects& out = screen.apply(call);
  ASSERT_EQ(out.alerts.size(), 1u);
  EXPECT_EQ(out.alerts[0].kind.view(), "british");
  EXPECT_EQ(out.alerts[0].level, alert_level::high);
  EXPECT_EQ(out.alerts[0].caller, call.caller.number);
  call_started on_trial = foreign_call();
  on_trial.mode = enforcement::shadow;
  EXPECT_TRUE(screen.apply(on_trial).alerts.empty());
}

TEST(rules, an_expired_rule_never_matches) {
  engine screen{small(), policy_of(R"(
version: 1
rules:
  - {name: r, when: {caller_country: GB}, verdict: block, legal_basis: x,
     expires: "2026-03-01T10:00:10Z"}
)")};
  EXPECT_EQ(screen.apply(foreign_call(seconds(9))).decided->enforced, verdict::block);
  EXPECT_EQ(screen.apply(foreign_call(seconds(10))).decided->enforced, verdict::pass);
}

TEST(rules, each_condition_is_honoured) {
  const auto decides = [](std::string_view when, const call_started& call) {
    engine screen{small(),
                  policy_of("version: 1\nlists: {roaming: r.txt}\nrules: [{name: r, when: {" +
                                std::string(when) + "}, verdict: label}]\n",
                            "+442079460*\n+77010000001\n")};
    return screen.apply(call).decided->enforced == verdict::label;
  };
  call_started hidden = foreign_call();
  hidden.caller = party{};
  EXPECT_TRUE(decides("trunk: carrier-north", foreign_call()));
  EXPECT_FALSE(decides("trunk: [carrier-west]", foreign_call()));
  EXPECT_FALSE(decides("not_trunk: carrier-north", foreign_call()));
  EXPECT_TRUE(decides("caller_country: [DE, GB]", foreign_call()));
  EXPECT_FALSE(decides("not_caller_country: [GB]", foreign_call()));
  EXPECT_TRUE(decides("caller_in: roaming", foreign_call()));
  EXPECT_FALSE(decides("caller_in: roaming", hidden));
  EXPECT_FALSE(decides("not_caller_in: roaming", foreign_call()));
  EXPECT_TRUE(decides("callee_in: roaming", foreign_call()));
  EXPECT_FALSE(decides("not_callee_in: roaming", foreign_call()));
  EXPECT_TRUE(decides("evidence_any: [caller_withheld, velocity_per_caller]", hidden));
  EXPECT_FALSE(decides("evidence_all: [caller_withheld, velocity_per_caller]", hidden));
  EXPECT_FALSE(decides("trunk_kind: international, not_evidence: caller_withheld", hidden));
  EXPECT_TRUE(decides("observed_at_least: {caller_withheld: 1}", hidden));
  EXPECT_FALSE(decides("observed_at_least: {caller_withheld: 2}", hidden));
  EXPECT_TRUE(decides("score_at_least: 0.005, score_below: 0.015", foreign_call()));
  EXPECT_FALSE(decides("score_at_least: 0.015", foreign_call()));
  EXPECT_FALSE(decides("score_below: 0.005", foreign_call()));
}

TEST(rules, adopting_a_policy_keeps_hits_of_rules_that_stay) {
  engine screen{small(), policy_of("version: 1\nrules: [{name: a, when: {caller_country: GB}, "
                                   "verdict: label}]\n")};
  screen.apply(foreign_call());
  screen.adopt(
      policy_of("version: 1\nrules: [{name: b, when: {caller_country: DE}, verdict: "
                "label}, {name: a, when: {caller_country: GB}, verdict: alert}]\n"));
  EXPECT_EQ(screen.apply(foreign_call()).decided->enforced, verdict::alert);
  EXPECT_EQ(screen.rule_hits()[1], (std::pair<std::string, std::uint64_t>{"a", 2}));
}

TEST(policy, version_1_does_not_ask_detectors_that_came_with_version_2) {
  const unsigned young = detector_index("known_equipment").value();
  const unsigned old = detector_index("velocity_per_caller").value();
  const auto first = policy_of("version: 1\n");
  EXPECT_FALSE(first->detectors[young].enabled);
  EXPECT_TRUE(first->detectors[old].enabled);
  EXPECT_TRUE(policy_of("version: 2\n")->detectors[young].enabled);
  const auto asked = policy_of("version: 1\ndetectors: {known_equipment: {enabled: true}}\n");
  EXPECT_TRUE(asked->detectors[young].enabled);
}

}  // namespace
}  // namespace qorgan::engine
