#include "engine/model.h"

#include <algorithm>
#include <bit>
#include <cmath>

#include "base/assert.h"
#include "engine/detector.h"

namespace qorgan::engine {
namespace {

/// Findings whose number says what was found rather than how much.
constexpr std::array<std::string_view, 4> kKinds{"domestic_without_passport", "invalid_number",
                                                 "passport_failed", "victim_chain"};

/// Weight of a leaf in Shapley values against one reference call: s features of the path agree only
/// with the call, o only with the reference; one of the s gets (s-1)! o! / (s+o)!, one of the o
/// loses s! (o-1)! / (s+o)!.
constexpr auto shapley_weights() {
  std::array<std::array<double, kModelDepth + 1>, kModelDepth + 1> out{};
  std::array<double, 2 * kModelDepth + 1> factorial{1};
  for (unsigned i = 1; i < factorial.size(); ++i) factorial[i] = factorial[i - 1] * i;
  for (unsigned s = 1; s <= kModelDepth; ++s) {
    for (unsigned o = 0; o <= kModelDepth; ++o) {
      out[s][o] = factorial[s - 1] * factorial[o] / factorial[s + o];
    }
  }
  return out;
}
constexpr auto kShapley = shapley_weights();

unsigned depth_of(const std::vector<model_node>& tree, std::size_t at) {
  const model_node& one = tree[at];
  if (one.feature == model_node::kLeaf) return 0;
  return 1 + std::max(depth_of(tree, one.left), depth_of(tree, one.left + std::size_t{1}));
}

std::string mistake_of_tree(const std::vector<model_node>& tree, std::size_t features) {
  if (tree.empty()) return "a tree without nodes";
  std::vector<bool> reached(tree.size());
  reached[0] = true;
  for (std::size_t i = 0; i < tree.size(); ++i) {
    const model_node& one = tree[i];
    if (!reached[i]) return "a node nobody leads to";
    if (!std::isfinite(one.value)) return "a value that is no number";
    if (one.feature == model_node::kLeaf) continue;
    if (one.feature >= features) return "a split on a feature there is not";
    if (one.left <= i || one.left + std::size_t{1} >= tree.size()) return "a split into nowhere";
    if (reached[one.left] || reached[one.left + 1]) return "two splits into the same nodes";
    reached[one.left] = reached[one.left + 1] = true;
  }
  return depth_of(tree, 0) > kModelDepth ? "a tree deeper than " + std::to_string(kModelDepth) : "";
}

/// Names that one list has and the other does not.
std::string names_that_differ(const std::vector<model_feature>& in_file) {
  const auto have = model_features();
  std::string unknown, missing;
  const auto add = [](std::string& to, const std::string& name) {
    to += (to.empty() ? "" : ", ") + name;
  };
  for (const model_feature& one : in_file) {
    const auto found = std::ranges::find(have, one.name, &model_feature::name);
    if (found == have.end() || found->form != one.form) add(unknown, one.name);
  }
  for (const model_feature& one : have) {
    if (std::ranges::find(in_file, one.name, &model_feature::name) == in_file.end()) {
      add(missing, one.name);
    }
  }
  std::string out;
  if (!unknown.empty()) out = "features this version does not have: " + unknown;
  if (!missing.empty()) out += (out.empty() ? "" : "; ") + ("features it lacks: " + missing);
  return out;
}

}  // namespace

std::vector<model_feature> model_features() {
  std::vector<model_feature> out;
  for (const detector_definition* one : registry()) {
    if (one->inspect == nullptr) continue;
    const bool kind = std::ranges::find(kKinds, one->name) != kKinds.end();
    out.push_back({std::string(one->name), kind ? feature_form::presence : feature_form::amount,
                   one->weight > 0 ? 1 : -1});
  }
  return out;
}

std::string scoring_model::mistake_of(const model_content& content) {
  if (std::string differ = names_that_differ(content.features); !differ.empty()) return differ;
  if (content.features.size() != model_features().size()) return "a feature is named twice";
  if (content.trees.size() > kModelTrees) return "more than 500 trees";
  if (!(content.slope > 0)) return "its calibration would turn the score upside down";
  for (const double value : {content.slope, content.offset, content.base_margin,
                             content.block.log_odds, content.alert.log_odds}) {
    if (!std::isfinite(value)) return "a value that is no number";
  }
  if (content.alert.log_odds > content.block.log_odds) {
    return "its threshold of alerts lies above that of refusals";
  }
  std::size_t nodes = 0;
  for (const auto& tree : content.trees) {
    if (std::string wrong = mistake_of_tree(tree, content.features.size()); !wrong.empty()) {
      return wrong;
    }
    nodes += tree.size();
  }
  return nodes > kModelNodes ? "more than 40000 nodes" : "";
}

scoring_model::scoring_model(model_content content, std::string digest)
    : content_{std::move(content)}, digest_{std::move(digest)} {
  QORGAN_ASSERT(mistake_of(content_).empty());
  for (const model_feature& one : content_.features) {
    detectors_.push_back(static_cast<std::uint8_t>(*detector_index(one.name)));
  }
  const values nothing{};
  margin_without_ = content_.base_margin;
  for (const auto& from : content_.trees) {
    tree& into = trees_.emplace_back(static_cast<std::uint32_t>(nodes_.size()), 0, 0.0f);
    for (const model_node& one : from) {
      const bool leaf = one.feature == model_node::kLeaf;
      const std::uint8_t detector = leaf ? std::uint8_t{0} : detectors_[one.feature];
      if (!leaf) into.asks |= detector_mask{1} << detector;
      nodes_.push_back({one.value, one.feature, detector, into.root + one.left});
    }
    into.without = leaf_of(into, nothing);
    margin_without_ += into.without;
  }
  base_ = content_.slope * margin_without_ + content_.offset;
}

float scoring_model::leaf_of(const tree& of, const values& value) const {
  const node* at = &nodes_[of.root];
  while (at->feature != model_node::kLeaf) {
    at = &nodes_[at->left + (value[at->feature] < at->value ? 0u : 1u)];
  }
  return at->value;
}

void scoring_model::values_of(const findings& seen, values& out) const {
  for (std::size_t i = 0; i < detectors_.size(); ++i) {
    out[i] = feature_value(seen, detectors_[i], content_.features[i].form);
  }
}

double scoring_model::margin(const findings& seen) const {
  if (seen.found == 0) return margin_without_;
  values value;
  values_of(seen, value);
  double sum = margin_without_;
  for (const tree& one : trees_) {
    if ((one.asks & seen.found) == 0) continue;  // as without evidence
    sum += double{leaf_of(one, value)} - double{one.without};
  }
  return sum;
}

double scoring_model::log_odds(const findings& seen) const {
  return content_.slope * margin(seen) + content_.offset;
}

/// Goes down one tree for the call and the call without evidence at once and parts where they do.
class scoring_model::path_walk {
 public:
  path_walk(const std::vector<node>& nodes, const values& value, std::array<double, 64>& added)
      : nodes_{nodes}, value_{value}, added_{added} {}

  /// `own`: detectors whose finding this path needs; `other`: those it needs the absence of.
  void go(std::uint32_t at, detector_mask own, detector_mask other) {
    const node* one = &nodes_[at];
    for (; one->feature != model_node::kLeaf; one = &nodes_[at]) {
      const std::uint32_t with = one->left + (value_[one->feature] < one->value ? 0u : 1u);
      const std::uint32_t without = one->left + (0.0f < one->value ? 0u : 1u);
      const detector_mask bit = detector_mask{1} << one->detector;
      if (with == without || (own & bit) != 0) {
        at = with;
      } else if ((other & bit) != 0) {
        at = without;
      } else {
        go(without, own, other | bit);
        own |= bit;
        at = with;
      }
    }
    share_out(one->value, own, other);
  }

 private:
  void share_out(double value, detector_mask own, detector_mask other) {
    const auto s = static_cast<unsigned>(std::popcount(own));
    const auto o = static_cast<unsigned>(std::popcount(other));
    if (s > 0) {
      const double part = value * kShapley[s][o];
      for (; own != 0; own &= own - 1) added_[static_cast<unsigned>(std::countr_zero(own))] += part;
    }
    if (o > 0) {
      const double part = value * kShapley[o][s];
      for (; other != 0; other &= other - 1) {
        added_[static_cast<unsigned>(std::countr_zero(other))] -= part;
      }
    }
  }

  const std::vector<node>& nodes_;
  const values& value_;
  std::array<double, 64>& added_;
};

double scoring_model::explain(const findings& seen, std::array<float, 64>& added) const {
  if (seen.found == 0) return base_;
  values value;
  values_of(seen, value);
  std::array<double, 64> sums{};
  path_walk walk{nodes_, value, sums};
  double margin = margin_without_;
  for (const tree& one : trees_) {
    if ((one.asks & seen.found) == 0) continue;
    margin += double{leaf_of(one, value)} - double{one.without};
    walk.go(one.root, 0, 0);
  }
  for (detector_mask left = seen.found; left != 0; left &= left - 1) {
    const auto detector = static_cast<unsigned>(std::countr_zero(left));
    added[detector] = static_cast<float>(content_.slope * sums[detector]);
  }
  return content_.slope * margin + content_.offset;
}

}  // namespace qorgan::engine
