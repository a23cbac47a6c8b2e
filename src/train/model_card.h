#pragma once

#include <string>
#include <vector>

#include "train/trainer.h"

namespace qorgan::train {

/// What a model was made from and how it behaves on calls that neither it nor its thresholds have
/// seen, for the people who decide whether it goes into force. `margins`: of each different
/// finding.
std::string model_card(const past& all, const std::vector<double>& margins,
                       const engine::model_content& model, const trainer_options& options);

}  // namespace qorgan::train
