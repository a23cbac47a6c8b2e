#include "train/trainer.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "engine/detector.h"
#include "train/model_card.h"

namespace qorgan::train {
namespace {

/// Findings that have these feature values.
engine::findings findings_of(const past& all, std::size_t evidence) {
  engine::findings out;
  for (std::size_t i = 0; i < all.features.size(); ++i) {
    const float value = all.evidence[evidence * all.features.size() + i];
    if (value == 0) continue;
    const unsigned at = *engine::detector_index(all.features[i].name);
    out.found |= engine::detector_mask{1} << at;
    out.by_detector[at].observed = static_cast<std::uint32_t>(value - 1);
  }
  return out;
}

weighted_rows rows_to_learn_from(const past& all) {
  const std::size_t columns = all.features.size();
  std::map<std::pair<std::uint32_t, bool>, std::uint64_t> counted;
  for (const labelled_call& call : all.calls) {
    if (call.in == part::learn) ++counted[{call.evidence, call.fraud}];
  }
  weighted_rows out;
  out.columns = columns;
  for (const auto& [row, calls] : counted) {
    const auto from = all.evidence.begin() + static_cast<std::ptrdiff_t>(row.first * columns);
    out.values.insert(out.values.end(), from, from + static_cast<std::ptrdiff_t>(columns));
    out.labels.push_back(row.second ? 1.0f : 0.0f);
    out.weights.push_back(static_cast<float>(calls));
  }
  return out;
}

/// "" when both labels are there to learn from, to choose on and to check with.
std::string what_is_missing(const past& all) {
  std::array<std::array<std::uint64_t, 2>, kParts> counted{};
  for (const labelled_call& call : all.calls) {
    ++counted[static_cast<std::size_t>(call.in)][call.fraud];
  }
  constexpr std::array kNames{"first 60 %", "next 20 %", "last 20 %"};
  for (std::size_t i = 0; i < kParts; ++i) {
    for (const bool fraud : {false, true}) {
      if (counted[i][fraud] != 0) continue;
      return std::string("the ") + kNames[i] + " of the time has no call labelled " +
             (fraud ? "fraud" : "legit");
    }
  }
  return {};
}

engine::model_threshold threshold_of(const past& all, const std::vector<double>& margins,
                                     const platt& line, double wanted) {
  const double margin = choose_margin(count_margins(all, margins, part::choose), wanted);
  const auto checked = honest_above(count_margins(all, margins, part::check), margin);
  return {line.slope * margin + line.offset, wanted, stats::clopper_pearson_95(checked).high};
}

}  // namespace

part part_of(timestamp at, timestamp first, timestamp last) {
  const double share = last == first ? 0
                                     : static_cast<double>((at - first).count()) /
                                           static_cast<double>((last - first).count());
  if (share < 0.6) return part::learn;
  return share < 0.8 ? part::choose : part::check;
}

std::vector<margin_count> count_margins(const past& all, const std::vector<double>& margins,
                                        part in, int kind) {
  std::map<double, margin_count> counted;
  for (const labelled_call& call : all.calls) {
    if (call.in != in || (kind >= 0 && call.kind != kind)) continue;
    margin_count& one = counted[margins[call.evidence]];
    one.margin = margins[call.evidence];
    ++(call.fraud ? one.fraud : one.honest);
  }
  std::vector<margin_count> out;
  for (const auto& [margin, one] : counted) out.push_back(one);
  return out;
}

std::expected<trained, std::string> train_model(const past& all, const trainer_options& options) {
  if (std::string missing = what_is_missing(all); !missing.empty()) return std::unexpected(missing);
  auto grown = grow_trees(rows_to_learn_from(all), all.features, options.boosting, all.evidence);
  if (!grown) return std::unexpected(grown.error());

  trained out;
  engine::model_content& model = out.model;
  model.trained_until = std::chrono::floor<std::chrono::milliseconds>(all.last);
  model.seed = options.boosting.seed;
  model.evidence = all.evidence_version;
  model.features = all.features;
  model.trees = std::move(grown->trees);
  model.base_margin = grown->base_margin;
  if (std::string wrong = engine::scoring_model::mistake_of(model); !wrong.empty()) {
    return std::unexpected("what was grown cannot be used: " + wrong);
  }
  // From here on the compiled trees speak, as they will on calls; they must say what the library
  // says.
  const engine::scoring_model compiled{model, ""};
  std::vector<double> margins(all.evidence.size() / all.features.size());
  for (std::size_t i = 0; i < margins.size(); ++i) {
    margins[i] = compiled.margin(findings_of(all, i));
    if (std::abs(margins[i] - double{grown->margins[i]}) > 1e-4) {
      return std::unexpected("the compiled trees do not agree with XGBoost");
    }
  }
  const platt line = calibrate(count_margins(all, margins, part::choose));
  model.slope = line.slope;
  model.offset = line.offset;
  model.block = threshold_of(all, margins, line, options.refuse_fpr);
  model.alert = threshold_of(all, margins, line, options.alert_fpr);
  model.alert.log_odds = std::min(model.alert.log_odds, model.block.log_odds);
  out.card = model_card(all, margins, model, options);
  return out;
}

}  // namespace qorgan::train
