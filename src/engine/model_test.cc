#include "engine/model.h"

#include <random>

#include "engine/model_text.h"
#include "engine/policy_snapshot.h"
#include "engine/testing_model.h"

namespace qorgan::engine {
namespace {

using namespace testing;

unsigned at(std::string_view detector) {
  return *detector_index(detector);
}

findings found(std::initializer_list<std::pair<std::string_view, std::uint32_t>> what) {
  findings out;
  for (const auto& [name, observed] : what) {
    out.found |= detector_mask{1} << at(name);
    out.by_detector[at(name)].observed = observed;
  }
  return out;
}

/// Findings drawn at random, of detectors that look at new calls.
findings some(std::mt19937_64& dice) {
  findings out;
  for (const model_feature& one : model_features()) {
    if (dice() % 4 != 0) continue;
    out.found |= detector_mask{1} << at(one.name);
    out.by_detector[at(one.name)].observed = static_cast<std::uint32_t>(dice() % 6);
  }
  return out;
}

TEST(model, adds_up_what_its_trees_say_and_calibrates_it) {
  // One tree: reported by more than 100 → 3, else −2.
  model_content content = empty_model();
  content.base_margin = 0.5;
  content.slope = 2;
  content.offset = 1;
  content.trees = {{{102.0f, feature_number("reported_caller"), 1}, {-2.0f}, {3.0f}}};
  const scoring_model model{content, "x"};
  EXPECT_DOUBLE_EQ(model.base(), 2 * (0.5 - 2) + 1);
  EXPECT_DOUBLE_EQ(model.log_odds({}), model.base());
  EXPECT_DOUBLE_EQ(model.log_odds(found({{"reported_caller", 100}})), model.base());
  EXPECT_DOUBLE_EQ(model.log_odds(found({{"reported_caller", 101}})), 2 * (0.5 + 3) + 1);
  std::array<float, 64> added{};
  model.explain(found({{"reported_caller", 101}, {"wangiri", 9}}), added);
  EXPECT_FLOAT_EQ(added[at("reported_caller")], 10.0f);
  EXPECT_FLOAT_EQ(added[at("wangiri")], 0.0f);
}

/// Shapley's own definition over all subsets of what was found, against nothing found.
std::array<double, 64> by_definition(const scoring_model& model, const findings& seen) {
  std::vector<unsigned> players;
  for (unsigned i = 0; i < 64; ++i) {
    if ((seen.found >> i & 1) != 0) players.push_back(i);
  }
  const auto worth = [&](unsigned subset) {
    findings some_of = seen;
    some_of.found = 0;
    for (std::size_t i = 0; i < players.size(); ++i) {
      if ((subset >> i & 1) != 0) some_of.found |= detector_mask{1} << players[i];
    }
    return model.log_odds(some_of);
  };
  std::vector<double> factorial{1};
  for (std::size_t i = 1; i <= players.size(); ++i)
    factorial.push_back(factorial.back() * static_cast<double>(i));
  std::array<double, 64> out{};
  for (std::size_t i = 0; i < players.size(); ++i) {
    for (unsigned subset = 0; subset < 1u << players.size(); ++subset) {
      if ((subset >> i & 1) != 0) continue;
      const auto size = static_cast<std::size_t>(std::popcount(subset));
      const double weight =
          factorial[size] * factorial[players.size() - size - 1] / factorial.back();
      out[players[i]] += weight * (worth(subset | 1u << i) - worth(subset));
    }
  }
  return out;
}

TEST(model, explains_by_shapley_values_that_add_up_to_the_score) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    std::mt19937_64 dice{seed};
    const scoring_model model{random_model(seed, 12, 5), "x"};
    const findings seen = some(dice);
    if (std::popcount(seen.found) > 10) continue;
    std::array<float, 64> added{};
    const double log_odds = model.explain(seen, added);
    EXPECT_DOUBLE_EQ(log_odds, model.log_odds(seen));
    const auto expected = by_definition(model, seen);
    double sum = model.base();
    for (unsigned i = 0; i < 64; ++i) {
      if ((seen.found >> i & 1) == 0) continue;
      EXPECT_NEAR(added[i], expected[i], 1e-4) << "seed " << seed << " detector " << i;
      sum += added[i];
    }
    EXPECT_NEAR(sum, log_odds, 1e-4) << "seed " << seed;
  }
}

TEST(model, one_that_does_not_fit_names_the_features_that_differ) {
  model_content content = empty_model();
  const std::string gone = content.features.back().name;
  content.features.back().name = "moon_phase";
  EXPECT_EQ(scoring_model::mistake_of(content),
            "features this version does not have: moon_phase; features it lacks: " + gone);
}

TEST(model, trees_that_lead_nowhere_are_refused) {
  const auto wrong = [](std::vector<model_node> tree) {
    model_content content = empty_model();
    content.trees = {std::move(tree)};
    return scoring_model::mistake_of(content);
  };
  EXPECT_EQ(wrong({{1.0f}}), "");
  EXPECT_EQ(wrong({}), "a tree without nodes");
  EXPECT_EQ(wrong({{1.0f, 0, 1}, {1.0f}}), "a split into nowhere");
  EXPECT_EQ(wrong({{1.0f, 0, 0}, {1.0f}}), "a split into nowhere");
  EXPECT_EQ(wrong({{1.0f, 999, 1}, {1.0f}, {1.0f}}), "a split on a feature there is not");
  EXPECT_EQ(wrong({{1.0f}, {1.0f}}), "a node nobody leads to");
  std::vector<model_node> chain{{1.0f, 0, 1}};
  for (std::uint16_t i = 0; i < kModelDepth + 1; ++i) {
    chain.push_back({0.0f});
    const auto next = static_cast<std::uint16_t>(chain.size() + 1);
    chain.push_back(i == kModelDepth ? model_node{0.0f} : model_node{1.0f, 0, next});
  }
  EXPECT_EQ(wrong(chain), "a tree deeper than 8");
}

TEST(model_text, comes_back_as_it_went) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    const std::string text = model_to_text(random_model(seed, 30, 6));
    const auto back = parse_model("m", text);
    ASSERT_TRUE(back.has_value()) << back.error().line << ": " << back.error().message;
    EXPECT_EQ(model_to_text((*back)->content()), text);
    EXPECT_EQ((*back)->digest() + "\n", text.substr(text.size() - 17));
  }
}

TEST(model_text, a_mistake_has_its_line) {
  const std::string text = model_to_text(random_model(1, 2, 3));
  const auto mistake = [&](std::string_view from, std::string_view to) {
    std::string changed = text;
    changed.replace(changed.find(from), from.size(), to);
    const auto back = parse_model("m.model", changed);
    if (back) return std::string("none");
    return back.error().file + ":" + std::to_string(back.error().line) + ": " +
           back.error().message;
  };
  EXPECT_EQ(mistake("qorgan model 1", "qorgan model 2"),
            "m.model:1: 'qorgan model 1' is expected here");
  EXPECT_EQ(mistake("seed 1", "seed one"), "m.model:3: 'one' is no number that fits here");
  EXPECT_EQ(mistake("seed 1", "seed 2"), "m.model:0: the file was changed: its sum is another");
  EXPECT_EQ(mistake("trees 2", "trees 501"),
            "m.model:" + std::to_string(10 + model_features().size()) + ": more than 500");
  EXPECT_EQ(parse_model("m", text + "x").error().message, "more than is expected");
  for (std::size_t cut = 0; cut < text.size(); cut += 7) {
    EXPECT_FALSE(parse_model("m", std::string_view{text}.substr(0, cut)).has_value()) << cut;
  }
}

}  // namespace
}  // namespace qorgan::engine
