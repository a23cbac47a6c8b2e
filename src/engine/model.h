#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "engine/rules.h"

// A trained model: gradient-boosted trees over what the detectors found, calibrated, with the
// thresholds that were chosen for it. Training is elsewhere (train/); here it is read, checked and
// asked. docs/training.md describes the file.
//
// Features are the detectors that look at a new call, by name, and nothing else: what the model
// says can be told in the same sentences as the scorecard. A feature is 0 where the detector found
// nothing, 1 where it found something (presence), or 1 + what it observed (amount).

namespace qorgan::engine {

enum class feature_form : std::uint8_t { presence, amount };

struct model_feature {
  std::string name;
  feature_form form = feature_form::amount;
  int direction = 0;  ///< 1: more evidence never lowers the score, -1: never raises it, 0: unknown
};

/// Nodes of one tree; the first is its root. A leaf has no feature.
struct model_node {
  static constexpr std::uint16_t kLeaf = 0xffff;

  float value = 0;  ///< of a split: less than it goes left; of a leaf: log-odds it adds
  std::uint16_t feature = kLeaf;
  std::uint16_t left = 0;  ///< index in the tree; right is the next one
};

/// A share of honest calls above the threshold that was asked for, and what validation could
/// promise.
struct model_threshold {
  double log_odds = 0;
  double wanted = 0;  ///< false-positive rate
  double bound = 1;   ///< upper 95 % bound (Clopper and Pearson) on calls that chose nothing
};

/// What a model file says.
struct model_content {
  timestamp trained_until;  ///< the newest call it has seen
  std::uint64_t seed = 0;
  std::uint64_t evidence = 0;  ///< evidence_version() it was trained with
  std::vector<model_feature> features;
  std::vector<std::vector<model_node>> trees;
  double base_margin = 0;
  /// Calibration (Platt): log-odds = slope * margin + offset. The slope is positive.
  double slope = 1;
  double offset = 0;
  model_threshold block, alert;
};

/// Limits of a model; a file beyond them is refused.
inline constexpr std::size_t kModelTrees = 500;
inline constexpr std::size_t kModelNodes = 40'000;
inline constexpr unsigned kModelDepth = 8;

/// How certain the model is, as its thresholds say.
enum class model_level : std::uint8_t { none, alert, block };

/// Features a model of this version has, in the order of the registry.
std::vector<model_feature> model_features();

/// Value of a feature.
inline float feature_value(const findings& seen, unsigned detector, feature_form form) {
  if ((seen.found >> detector & 1) == 0) return 0;
  return form == feature_form::presence
             ? 1.0f
             : 1.0f + static_cast<float>(seen.by_detector[detector].observed);
}

/// The trees as flat arrays. Immutable; asking takes no allocation and no library call.
class scoring_model {
 public:
  /// What is wrong with it, in words, or "": limits, shapes, and features this version does not
  /// have or the content leaves out, by name.
  static std::string mistake_of(const model_content& content);
  /// `content` without mistake.
  scoring_model(model_content content, std::string digest);

  /// Calibrated log-odds of fraud. Log-odds and contributions are sums in a fixed order without
  /// functions of the mathematics library: the same on every machine.
  double log_odds(const findings& seen) const;
  /// The same, and by detector what its finding adds: Shapley values against a call without any
  /// evidence, so that nothing that was not found has a part, and base() plus all of them is the
  /// result. Only entries of found detectors are written.
  double explain(const findings& seen, std::array<float, 64>& added) const;
  /// Log-odds of a call without evidence.
  double base() const { return base_; }
  model_level level(double log_odds) const {
    if (log_odds >= content_.block.log_odds) return model_level::block;
    return log_odds >= content_.alert.log_odds ? model_level::alert : model_level::none;
  }

  /// XGBoost's own output before calibration, for comparison with it.
  double margin(const findings& seen) const;

  const model_content& content() const { return content_; }
  const std::string& digest() const { return digest_; }  ///< names the file: its sum, hexadecimal

 private:
  struct node {
    float value;
    std::uint16_t feature;
    std::uint16_t detector;
    std::uint32_t left;
  };
  struct tree {
    std::uint32_t root;
    detector_mask asks;  ///< detectors its splits ask for
    float without;       ///< its value for a call without evidence
  };
  class path_walk;
  using values = std::array<float, 64>;

  float leaf_of(const tree& of, const values& value) const;
  void values_of(const findings& seen, values& out) const;

  model_content content_;
  std::string digest_;
  std::vector<node> nodes_;
  std::vector<tree> trees_;
  std::vector<std::uint8_t> detectors_;  // of each feature
  double margin_without_ = 0;
  double base_ = 0;
};

}  // namespace qorgan::engine
