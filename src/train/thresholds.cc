#include "train/thresholds.h"

#include <algorithm>
#include <vector>

namespace qorgan::train {
namespace {

template <typename Of>
stats::proportion above(std::span<const margin_count> counted, double margin, Of of) {
  stats::proportion out;
  for (const margin_count& one : counted) {
    out.of += of(one);
    if (one.margin >= margin) out.hits += of(one);
  }
  return out;
}

}  // namespace

stats::proportion honest_above(std::span<const margin_count> counted, double margin) {
  return above(counted, margin, [](const margin_count& one) { return one.honest; });
}

stats::proportion fraud_above(std::span<const margin_count> counted, double margin) {
  return above(counted, margin, [](const margin_count& one) { return one.fraud; });
}

double choose_margin(std::span<const margin_count> counted, double wanted) {
  std::vector<margin_count> sorted{counted.begin(), counted.end()};
  std::ranges::sort(sorted, std::greater{}, &margin_count::margin);
  const std::uint64_t all = honest_above(counted, -std::numeric_limits<double>::infinity()).of;
  if (sorted.empty() || all == 0) return 1e6;
  double chosen = sorted.front().margin + 1;
  std::uint64_t honest = 0;
  for (std::size_t i = 0; i < sorted.size(); ++i) {
    honest += sorted[i].honest;
    const bool same_as_next = i + 1 < sorted.size() && sorted[i + 1].margin == sorted[i].margin;
    if (same_as_next) continue;
    if (stats::clopper_pearson_95({honest, all}).high > wanted) break;
    chosen = i + 1 < sorted.size() ? (sorted[i].margin + sorted[i + 1].margin) / 2
                                   : sorted[i].margin - 1;
  }
  return chosen;
}

}  // namespace qorgan::train
