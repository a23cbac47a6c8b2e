// Models inside a policy: which score counts, what the rules can ask, and the one in shadow.

#include "engine/model_text.h"
#include "engine/testing_model.h"

namespace qorgan::engine {
namespace {

using namespace testing;

constexpr std::string_view kRules =
    "version: 2\nrules:\n"
    "  - { name: certain, when: { model: block }, verdict: block, legal_basis: test }\n"
    "  - { name: likely, when: { model: alert }, verdict: alert }\n";

/// Log-odds of −3 without evidence, and this with a number that hides itself.
std::string says_of_withheld(double log_odds) {
  model_content content = empty_model();
  content.base_margin = -3;
  content.trees = {
      {{0.5f, feature_number("caller_withheld"), 1}, {0.0f}, {static_cast<float>(log_odds + 3)}}};
  return model_to_text(content);
}

call_started withheld() {
  call_started call = foreign_call();
  call.caller = {};
  return call;
}

TEST(model_in_a_policy, its_score_and_thresholds_decide_and_its_parts_are_the_reasons) {
  engine screen{small(), policy_with_models(kRules, says_of_withheld(2.5), "")};
  const decision plain = *screen.apply(foreign_call()).decided;
  EXPECT_EQ(plain.enforced, verdict::pass);
  EXPECT_FLOAT_EQ(plain.score, 0.0474f);
  const decision hidden = *screen.apply(withheld()).decided;
  EXPECT_EQ(hidden.enforced, verdict::block);
  EXPECT_EQ(hidden.rule.view(), "certain");
  EXPECT_FLOAT_EQ(hidden.score, 0.9241f);
  ASSERT_EQ(hidden.reasons.size(), 1u);
  EXPECT_FLOAT_EQ(hidden.reasons[0].weight, 5.5f);
  EXPECT_LT(hidden.challenger_score, 0);

  screen.adopt(policy_with_models(kRules, says_of_withheld(0.5), ""));
  EXPECT_EQ(screen.apply(withheld()).decided->rule.view(), "likely");
  screen.adopt(policy_of(kRules));  // conditions on a model hold for no call without one
  EXPECT_EQ(screen.apply(withheld()).decided->enforced, verdict::pass);
}

TEST(model_in_a_policy, a_challenger_decides_nothing_and_is_compared) {
  engine screen{small(), policy_with_models(kRules, says_of_withheld(2.5), says_of_withheld(-1.0))};
  const decision hidden = *screen.apply(withheld()).decided;
  EXPECT_EQ(hidden.enforced, verdict::block);
  EXPECT_FLOAT_EQ(hidden.challenger_score, 0.2689f);
  EXPECT_EQ(hidden.challenger_would, verdict::pass);
  screen.apply(foreign_call());
  EXPECT_EQ(screen.challenge().compared, 2u);
  EXPECT_EQ(screen.challenge().refused_by_current, 1u);
  EXPECT_EQ(screen.challenge().refused_by_challenger, 0u);
  EXPECT_EQ(screen.rule_hits()[0].second, 1u) << "what the challenger hits is not shown as hits";
  // The same challenger beside another model goes on; another one begins anew.
  screen.adopt(policy_with_models(kRules, says_of_withheld(0.0), says_of_withheld(-1.0)));
  EXPECT_EQ(screen.challenge().compared, 2u);
  screen.adopt(policy_with_models(kRules, says_of_withheld(0.0), says_of_withheld(-2.0)));
  EXPECT_EQ(screen.challenge().compared, 0u);
}

TEST(model_in_a_policy, a_call_for_help_is_not_scored) {
  engine screen{small(), policy_with_models(kRules, says_of_withheld(9), says_of_withheld(9))};
  call_started call = withheld();
  call.callee.signalled = std::string_view{"112"};
  const decision made = *screen.apply(call).decided;
  EXPECT_TRUE(made.emergency);
  EXPECT_EQ(made.enforced, verdict::pass);
  EXPECT_LT(made.challenger_score, 0);
}

std::string mistakes(std::string_view model_section, const std::string& text) {
  policy_bundle bundle{"p.yaml", "version: 2\n" + std::string(model_section) + "\n", {}};
  bundle.lists.push_back({std::string(kModelPart), "current.model", text});
  const auto parsed = parse_policy(bundle);
  std::string out;
  if (parsed) return out;
  for (const config_error& error : parsed.error()) {
    out += error.file + ":" + std::to_string(error.line) + ": " + error.message + "\n";
  }
  return out;
}

TEST(model_in_a_policy, its_mistakes_are_reported_with_the_policys) {
  const std::string good = says_of_withheld(1);
  EXPECT_EQ(mistakes("model: { file: current.model }", good), "");
  EXPECT_EQ(mistakes("model: { file: a, challenger: none.model }", good), "")
      << "a challenger that is not there does not run";
  EXPECT_EQ(mistakes("model: { challenger: a }", good),
            "p.yaml:2: model.file must name the model that is in force\n");
  EXPECT_EQ(mistakes("model: { file: a, colour: b }", good), "p.yaml:2: unknown key 'colour'\n");
  EXPECT_EQ(mistakes("model: { file: a }", ""), "p.yaml:2: the model could not be read from a\n");
  EXPECT_EQ(mistakes("model: { file: a }", "qorgan model 7\n"),
            "current.model:1: 'qorgan model 1' is expected here\n");
  EXPECT_NE(mistakes("rules: [{ name: a, when: { model: maybe }, verdict: alert }]", good)
                .find("model must be alert or block, got 'maybe'"),
            std::string::npos);
}

TEST(model_in_a_policy, its_files_are_among_those_a_policy_names) {
  const auto files = lists_of("lists: {a: a.txt}\nmodel: {file: m, challenger: c}\n");
  const std::vector<std::pair<std::string, std::string>> expected{
      {"a", "a.txt"}, {std::string(kModelPart), "m"}, {std::string(kChallengerPart), "c"}};
  EXPECT_EQ(files, expected);
}

TEST(evidence_version, follows_parameters_and_nothing_else) {
  const auto version = [](std::string_view yaml) { return evidence_version(*policy_of(yaml)); };
  const auto plain = version("version: 2\n");
  EXPECT_EQ(plain, version("version: 2\nscorecard: {base: -3}\n"));
  EXPECT_NE(plain, version("version: 1\n"));
  EXPECT_NE(plain,
            version("version: 2\ndetectors: {velocity_per_caller: {max_calls_per_10min: 9}}\n"));
}

}  // namespace
}  // namespace qorgan::engine
