#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <vector>

#include "engine/model.h"

namespace qorgan::train {

/// Rows of feature values with their label and how many calls each stands for.
struct weighted_rows {
  std::size_t columns = 0;
  std::vector<float> values;  ///< row after row
  std::vector<float> labels;  ///< 1: fraud
  std::vector<float> weights;
};

struct boosting_options {
  unsigned rounds = 120;
  unsigned depth = 4;
  double learning_rate = 0.2;
  double least_weight =
      20;  ///< of a leaf, in calls of even chances (XGBoost's min_child_weight / 4)
  std::uint64_t seed = 1;
};

struct grown_trees {
  std::vector<std::vector<engine::model_node>> trees;
  double base_margin = 0;
  std::vector<float> margins;  ///< of the asked rows, as the library itself says
};

/// Grows trees with the features' directions as monotone constraints, on one thread, so that the
/// same rows give the same trees. `asked`: rows of values the library is asked about afterwards.
/// The error is one line: the library is not installed, or what it said.
std::expected<grown_trees, std::string> grow_trees(
    const weighted_rows& rows, const std::vector<engine::model_feature>& features,
    const boosting_options& options, const std::vector<float>& asked = {});

}  // namespace qorgan::train
