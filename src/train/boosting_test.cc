#include "train/boosting.h"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "engine/detector.h"

namespace qorgan::train {
namespace {

/// Rows whose label depends on three of the features, with noise; one seed, the same rows.
weighted_rows some_rows(std::uint64_t seed, std::size_t count) {
  std::mt19937_64 dice{seed};
  weighted_rows out;
  out.columns = engine::model_features().size();
  for (std::size_t i = 0; i < count; ++i) {
    std::vector<float> row(out.columns);
    for (float& value : row) value = dice() % 3 == 0 ? static_cast<float>(dice() % 40) : 0.0f;
    const double hidden = row[3] * 0.2 + row[7] * 0.1 - row[0] * 0.3 - 1;
    const double chance = 1 / (1 + std::exp(-hidden));
    out.labels.push_back(static_cast<double>(dice() % 1'000) / 1'000 < chance ? 1.0f : 0.0f);
    out.weights.push_back(1.0f + static_cast<float>(dice() % 50));
    out.values.insert(out.values.end(), row.begin(), row.end());
  }
  return out;
}

engine::model_content model_of(const grown_trees& grown) {
  engine::model_content out;
  out.features = engine::model_features();
  out.trees = grown.trees;
  out.base_margin = grown.base_margin;
  return out;
}

engine::findings findings_of(const float* row, const std::vector<engine::model_feature>& features) {
  engine::findings out;
  for (std::size_t i = 0; i < features.size(); ++i) {
    if (row[i] == 0) continue;
    const unsigned at = *engine::detector_index(features[i].name);
    out.found |= engine::detector_mask{1} << at;
    out.by_detector[at].observed = static_cast<std::uint32_t>(row[i] - 1);
  }
  return out;
}

/// What a row would be as findings: presence features are 0 or 1.
void make_possible(weighted_rows& rows, const std::vector<engine::model_feature>& features) {
  for (std::size_t i = 0; i < rows.values.size(); ++i) {
    float& value = rows.values[i];
    if (features[i % rows.columns].form == engine::feature_form::presence && value > 1) value = 1;
  }
}

TEST(boosting, compiled_trees_say_what_xgboost_says) {
  const auto features = engine::model_features();
  weighted_rows rows = some_rows(1, 4'000);
  weighted_rows asked = some_rows(2, 3'000);
  make_possible(rows, features);
  make_possible(asked, features);
  const auto grown = grow_trees(rows, features, {.rounds = 80}, asked.values);
  ASSERT_TRUE(grown.has_value()) << grown.error();
  ASSERT_EQ(grown->trees.size(), 80u);
  ASSERT_EQ(grown->margins.size(), 3'000u);
  const engine::scoring_model model{model_of(*grown), ""};
  double lowest = 0, highest = 0;
  for (std::size_t i = 0; i < grown->margins.size(); ++i) {
    const double here = model.margin(findings_of(&asked.values[i * asked.columns], features));
    ASSERT_NEAR(here, double{grown->margins[i]}, 1e-5) << "row " << i;
    lowest = std::min(lowest, here);
    highest = std::max(highest, here);
  }
  EXPECT_GT(highest - lowest, 2) << "trees that say the same of everything prove nothing";
}

TEST(boosting, more_evidence_never_lowers_the_score_where_the_direction_is_known) {
  const auto features = engine::model_features();
  weighted_rows rows = some_rows(3, 4'000);
  make_possible(rows, features);
  const auto grown = grow_trees(rows, features, {.rounds = 60});
  ASSERT_TRUE(grown.has_value()) << grown.error();
  const engine::scoring_model model{model_of(*grown), ""};
  for (std::size_t i = 0; i < 300; ++i) {
    std::vector<float> row{
        rows.values.begin() + static_cast<std::ptrdiff_t>(i * rows.columns),
        rows.values.begin() + static_cast<std::ptrdiff_t>((i + 1) * rows.columns)};
    for (std::size_t f = 0; f < features.size(); ++f) {
      const float kept = row[f];
      const double before = model.margin(findings_of(row.data(), features));
      row[f] = features[f].form == engine::feature_form::presence ? 1 : kept + 5;
      const double after = model.margin(findings_of(row.data(), features));
      if (features[f].direction > 0) EXPECT_GE(after, before - 1e-6) << features[f].name;
      if (features[f].direction < 0) EXPECT_LE(after, before + 1e-6) << features[f].name;
      row[f] = kept;
    }
  }
}

TEST(boosting, the_same_rows_give_the_same_trees) {
  const auto features = engine::model_features();
  const weighted_rows rows = some_rows(4, 1'000);
  const auto one = grow_trees(rows, features, {.rounds = 20});
  const auto other = grow_trees(rows, features, {.rounds = 20});
  ASSERT_TRUE(one.has_value() && other.has_value());
  ASSERT_EQ(one->trees.size(), other->trees.size());
  for (std::size_t i = 0; i < one->trees.size(); ++i) {
    ASSERT_EQ(one->trees[i].size(), other->trees[i].size());
    for (std::size_t n = 0; n < one->trees[i].size(); ++n) {
      EXPECT_EQ(one->trees[i][n].value, other->trees[i][n].value);
      EXPECT_EQ(one->trees[i][n].feature, other->trees[i][n].feature);
    }
  }
  EXPECT_FALSE(grow_trees({}, features, {}).has_value());
}

}  // namespace
}  // namespace qorgan::train
