#include "train/calibration.h"

#include <array>
#include <cmath>

namespace qorgan::train {
namespace {

double chance(double log_odds) {
  return 1.0 / (1.0 + std::exp(-log_odds));
}

}  // namespace

platt calibrate(std::span<const margin_count> counted) {
  double fraud = 0, honest = 0;
  for (const margin_count& one : counted) {
    fraud += static_cast<double>(one.fraud);
    honest += static_cast<double>(one.honest);
  }
  if (fraud == 0 || honest == 0) return {};
  const double high = (fraud + 1) / (fraud + 2);
  const double low = 1 / (honest + 2);
  platt line;
  for (int step = 0; step < 100; ++step) {
    // Gradient and Hessian of the weighted cross-entropy; a touch of ridge keeps it solvable.
    double g0 = 0, g1 = 0, h00 = 1e-9, h01 = 0, h11 = 1e-9;
    for (const margin_count& one : counted) {
      const double weight = static_cast<double>(one.fraud + one.honest);
      const double target =
          static_cast<double>(one.fraud) * high + static_cast<double>(one.honest) * low;
      const double p = chance(line.slope * one.margin + line.offset);
      const double error = weight * p - target;
      const double curve = weight * p * (1 - p);
      g0 += error;
      g1 += error * one.margin;
      h00 += curve;
      h01 += curve * one.margin;
      h11 += curve * one.margin * one.margin;
    }
    const double determinant = h00 * h11 - h01 * h01;
    if (!(determinant > 0)) break;
    const double offset = (h11 * g0 - h01 * g1) / determinant;
    const double slope = (h00 * g1 - h01 * g0) / determinant;
    line.offset -= offset;
    line.slope -= slope;
    if (std::abs(offset) + std::abs(slope) < 1e-10) break;
  }
  if (!(line.slope > 0.05) || !std::isfinite(line.slope) || !std::isfinite(line.offset)) return {};
  return line;
}

std::vector<calibration_bin> calibration_curve(std::span<const margin_count> counted,
                                               const platt& line) {
  constexpr std::array kEdges{0.0, 0.001, 0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.99, 1.0};
  std::vector<calibration_bin> out(kEdges.size() - 1);
  for (std::size_t i = 0; i < out.size(); ++i) out[i].from = kEdges[i], out[i].to = kEdges[i + 1];
  for (const margin_count& one : counted) {
    const double p = chance(line.slope * one.margin + line.offset);
    std::size_t at = 0;
    while (at + 1 < out.size() && p >= out[at].to) ++at;
    const std::uint64_t calls = one.fraud + one.honest;
    out[at].calls += calls;
    out[at].said += p * static_cast<double>(calls);
    out[at].was += static_cast<double>(one.fraud);
  }
  for (calibration_bin& bin : out) {
    if (bin.calls == 0) continue;
    bin.said /= static_cast<double>(bin.calls);
    bin.was /= static_cast<double>(bin.calls);
  }
  return out;
}

}  // namespace qorgan::train
