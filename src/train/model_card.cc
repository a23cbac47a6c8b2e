#include "train/model_card.h"

#include <algorithm>
#include <cstdio>

namespace qorgan::train {
namespace {

std::string percent(double share, int digits = 2) {
  char out[40];
  std::snprintf(out, sizeof out, "%.*f %%", digits, share * 100);
  return out;
}

std::string in_ten_thousand(double share) {
  char out[40];
  std::snprintf(out, sizeof out, "%.2f ‱", share * 10'000);
  return out;
}

std::string decimal(double value) {
  char out[40];
  std::snprintf(out, sizeof out, "%.4f", value);
  return out;
}

struct part_size {
  std::uint64_t fraud = 0, honest = 0;
};

std::string data_section(const past& all) {
  std::array<part_size, kParts> sizes{};
  for (const labelled_call& call : all.calls) {
    part_size& one = sizes[static_cast<std::size_t>(call.in)];
    ++(call.fraud ? one.fraud : one.honest);
  }
  std::string out = "## Data\n\nFrom " + to_rfc3339(all.first) + " to " + to_rfc3339(all.last) +
                    ": " + all.data + ". Left out: " + std::to_string(all.without_label) +
                    " calls without a label. Labels of calls that are not there: " +
                    std::to_string(all.unknown_labels) +
                    ".\n\n| part of the time | for | honest | fraud |\n|---|---|---|---|\n";
  constexpr std::array kUse{"first 60 % | growing the trees", "next 20 % | calibration, thresholds",
                            "last 20 % | the figures below"};
  for (std::size_t i = 0; i < kParts; ++i) {
    out += std::string("| ") + kUse[i] + " | " + std::to_string(sizes[i].honest) + " | " +
           std::to_string(sizes[i].fraud) + " |\n";
  }
  return out;
}

std::vector<std::uint64_t> splits_by_feature(const engine::model_content& model) {
  std::vector<std::uint64_t> out(model.features.size());
  for (const auto& tree : model.trees) {
    for (const engine::model_node& one : tree) {
      if (one.feature != engine::model_node::kLeaf) ++out[one.feature];
    }
  }
  return out;
}

std::string feature_section(const engine::model_content& model) {
  const auto splits = splits_by_feature(model);
  std::string out =
      "## Features\n\nEach is a detector ([detectors](detectors/)): 0 when it found nothing, 1 "
      "when "
      "it found something (presence) or 1 and what it observed (amount).\n\n| feature | value | "
      "score may only | splits |\n|---|---|---|---|\n";
  for (std::size_t i = 0; i < model.features.size(); ++i) {
    const engine::model_feature& one = model.features[i];
    out += "| " + one.name + " | " +
           (one.form == engine::feature_form::presence ? "presence" : "amount") + " | " +
           (one.direction > 0   ? "rise"
            : one.direction < 0 ? "fall"
                                : "either") +
           " | " + std::to_string(splits[i]) + " |\n";
  }
  return out;
}

std::string calibration_section(const std::vector<margin_count>& checked,
                                const engine::model_content& model) {
  std::string out =
      "## Calibration\n\nPlatt: log-odds = " + decimal(model.slope) + " × margin + " +
      decimal(model.offset) +
      ". On the last part:\n\n| chance from | to | calls | said | was |\n|---|---|---|---|---|\n";
  for (const calibration_bin& bin : calibration_curve(checked, {model.slope, model.offset})) {
    out += "| " + decimal(bin.from) + " | " + decimal(bin.to) + " | " + std::to_string(bin.calls) +
           " | " + (bin.calls == 0 ? "" : decimal(bin.said)) + " | " +
           (bin.calls == 0 ? "" : decimal(bin.was)) + " |\n";
  }
  return out;
}

double margin_of(const engine::model_content& model, double log_odds) {
  return (log_odds - model.offset) / model.slope;
}

std::string threshold_section(const std::vector<margin_count>& checked,
                              const engine::model_content& model) {
  std::string out =
      "## Thresholds\n\nThe lowest whose upper 95 % bound (Clopper and Pearson) on the middle part "
      "stays within what was asked for. The bound here is of the last part, which chose nothing."
      "\n\n| condition | log-odds | asked for | honest calls above | bound | fraud above |\n"
      "|---|---|---|---|---|---|\n";
  for (const auto& [name, of] : {std::pair{"block", model.block}, {"alert", model.alert}}) {
    const double margin = margin_of(model, of.log_odds);
    const auto honest = honest_above(checked, margin);
    const auto fraud = fraud_above(checked, margin);
    out += std::string("| `model: ") + name + "` | " + decimal(of.log_odds) + " | " +
           in_ten_thousand(of.wanted) + " | " + std::to_string(honest.hits) + " of " +
           std::to_string(honest.of) + " | " + in_ten_thousand(of.bound) + " | " +
           percent(fraud.value()) + " |\n";
  }
  return out;
}

struct kind_figures {
  std::string name;
  stats::proportion fraud, honest;  ///< at or above the threshold of refusals
};

std::vector<kind_figures> by_kind(const past& all, const std::vector<double>& margins,
                                  const engine::model_content& model) {
  std::vector<kind_figures> out;
  const double margin = margin_of(model, model.block.log_odds);
  for (std::size_t i = 0; i < all.kinds.size(); ++i) {
    const auto counted = count_margins(all, margins, part::check, static_cast<int>(i));
    if (counted.empty()) continue;
    out.push_back({all.kinds[i].empty() ? "(none)" : all.kinds[i], fraud_above(counted, margin),
                   honest_above(counted, margin)});
  }
  std::ranges::sort(out, {}, &kind_figures::name);
  return out;
}

std::string kind_section(const std::vector<kind_figures>& kinds) {
  std::string out =
      "## By kind\n\nCalls of the last part at or above `model: block`, by the model alone, "
      "without "
      "the rules of a policy. Intervals are 95 %.\n\n| kind | | calls | above | interval |\n"
      "|---|---|---|---|---|\n";
  for (const kind_figures& one : kinds) {
    for (const auto& [label, share] :
         {std::pair{"fraud", one.fraud}, std::pair{"honest", one.honest}}) {
      if (share.of == 0) continue;
      const bool fraud = std::string_view{label} == "fraud";
      const auto range = fraud ? stats::wilson_95(share) : stats::clopper_pearson_95(share);
      out += "| " + one.name + " | " + label + " | " + std::to_string(share.of) + " | " +
             percent(share.value(), fraud ? 1 : 3) + " | " + percent(range.low, fraud ? 1 : 3) +
             " to " + percent(range.high, fraud ? 1 : 3) + " |\n";
    }
  }
  return out;
}

/// What the figures say against the model, and what they cannot say.
std::string weakness_section(const std::vector<kind_figures>& kinds,
                             const engine::model_content& model) {
  std::string out = "## Known weaknesses\n\n";
  for (const kind_figures& one : kinds) {
    if (one.fraud.of > 0 && one.fraud.value() < 0.6) {
      out += "- Catches " + percent(one.fraud.value(), 1) + " of `" + one.name + "`.\n";
    }
    if (one.honest.of > 0 && stats::clopper_pearson_95(one.honest).high > 5e-4) {
      out += "- Up to " + percent(stats::clopper_pearson_95(one.honest).high, 3) + " of honest `" +
             one.name + "` may be refused: " + std::to_string(one.honest.hits) + " of " +
             std::to_string(one.honest.of) + " were, which promises no more.\n";
    }
  }
  std::string idle;
  const auto splits = splits_by_feature(model);
  for (std::size_t i = 0; i < splits.size(); ++i) {
    if (splits[i] == 0) idle += (idle.empty() ? "" : ", ") + model.features[i].name;
  }
  if (!idle.empty()) {
    out += "- Has learnt nothing from " + idle + ": the past had none, or others said the same.\n";
  }
  if (model.block.bound > model.block.wanted) {
    out +=
        "- On calls that chose nothing the bound is above what was asked for: more data, or a "
        "stricter `--refuse-fpr`.\n";
  }
  return out +
         "- Knows only the past it was given, under the detectors' parameters of that policy; "
         "scammers change. Let it run as challenger before it is promoted.\n"
         "- A label is somebody's word. Wrong labels teach wrong things, and calls that nobody "
         "reported count as what the label file says.\n";
}

}  // namespace

std::string model_card(const past& all, const std::vector<double>& margins,
                       const engine::model_content& model, const trainer_options& options) {
  const auto checked = count_margins(all, margins, part::check);
  const auto kinds = by_kind(all, margins, model);
  const std::string title =
      "# Model card\n\nGradient-boosted trees: " + std::to_string(model.trees.size()) +
      " of depth up to " + std::to_string(options.boosting.depth) + ", learning rate " +
      decimal(options.boosting.learning_rate) + ", seed " + std::to_string(model.seed) +
      ". Trained until " + to_rfc3339(model.trained_until) + ".\n";
  std::string out;
  for (const std::string& section :
       {title, data_section(all), feature_section(model), calibration_section(checked, model),
        threshold_section(checked, model), kind_section(kinds), weakness_section(kinds, model)}) {
    out += (out.empty() ? "" : "\n") + section;
  }
  return out;
}

}  // namespace qorgan::train
