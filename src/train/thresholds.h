#pragma once

#include <limits>
#include <span>

#include "stats/interval.h"
#include "train/calibration.h"

namespace qorgan::train {

/// The lowest margin above which the upper 95 % bound (Clopper and Pearson) of the share of honest
/// calls stays within `wanted`: halfway to the next lower margin that was seen, so that no rounding
/// decides. Nothing seen qualifies: above everything, which refuses nobody.
double choose_margin(std::span<const margin_count> counted, double wanted);

/// Honest calls at or above the margin, of all honest calls; and the same of fraud.
stats::proportion honest_above(std::span<const margin_count> counted, double margin);
stats::proportion fraud_above(std::span<const margin_count> counted, double margin);

}  // namespace qorgan::train
