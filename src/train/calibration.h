#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace qorgan::train {

/// Calls that came to the same margin.
struct margin_count {
  double margin = 0;
  std::uint64_t fraud = 0;
  std::uint64_t honest = 0;
};

struct platt {
  double slope = 1;
  double offset = 0;
};

/// Logistic regression of the label on the margin (Platt 1999, with his prior that keeps chances
/// off 0 and 1), by Newton's method. Log-odds stay a line of the margin, so what each finding adds
/// stays a sum. Falls back to slope 1 when the data know only one label or would turn it upside
/// down.
platt calibrate(std::span<const margin_count> counted);

/// One bin of a calibration curve: calls whose chance lay there, what was said and what was so.
struct calibration_bin {
  double from = 0, to = 1;
  std::uint64_t calls = 0;
  double said = 0;  ///< mean chance
  double was = 0;   ///< share of fraud
};
std::vector<calibration_bin> calibration_curve(std::span<const margin_count> counted,
                                               const platt& line);

}  // namespace qorgan::train
