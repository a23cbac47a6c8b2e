#pragma once

#include <array>
#include <cstdint>
#include <expected>
#include <string>
#include <vector>

#include "base/time.h"
#include "engine/model.h"
#include "train/boosting.h"
#include "train/thresholds.h"

namespace qorgan::train {

/// The past in three parts, each later than the one before: trees grow on the first, calibration
/// and thresholds are chosen on the second, and the third only shows what came of it.
enum class part : std::uint8_t { learn, choose, check };
inline constexpr std::size_t kParts = 3;
/// 60, 20 and 20 % of the time from the first call to the last.
part part_of(timestamp at, timestamp first, timestamp last);

struct labelled_call {
  std::uint32_t evidence = 0;  ///< which of past::evidence
  std::uint16_t kind = 0;      ///< which of past::kinds
  part in = part::learn;
  bool fraud = false;
};

/// What the detectors found of each call, and what the call turned out to be.
struct past {
  std::vector<engine::model_feature> features;
  std::vector<float> evidence;  ///< different findings, features.size() values each
  std::vector<labelled_call> calls;
  std::vector<std::string> kinds;
  timestamp first, last;               ///< of the calls
  std::uint64_t evidence_version = 0;  ///< of the policy they were found under
  std::uint64_t without_label = 0;     ///< calls left out
  std::uint64_t unknown_labels = 0;    ///< labels of calls that are not there
  std::string data;                    ///< files, for the card
};

struct trainer_options {
  boosting_options boosting;
  double refuse_fpr = 1e-4;  ///< share of honest calls that may be refused
  double alert_fpr = 1e-3;
};

struct trained {
  engine::model_content model;
  std::string card;  ///< Markdown
};

/// The error is one line for whoever trains.
std::expected<trained, std::string> train_model(const past& all, const trainer_options& options);

/// Calls of one part by the margin their evidence comes to; of one kind, or of all.
std::vector<margin_count> count_margins(const past& all, const std::vector<double>& margins,
                                        part in, int kind = -1);

}  // namespace qorgan::train
