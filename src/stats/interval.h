#pragma once

#include <cstdint>

namespace qorgan::stats {

/// A share that was counted: `of` trials, `hits` of them counted.
struct proportion {
  std::uint64_t hits = 0;
  std::uint64_t of = 0;
  /// 0 when nothing was counted.
  double value() const { return of == 0 ? 0 : static_cast<double>(hits) / static_cast<double>(of); }
};

struct interval {
  double low = 0;
  double high = 1;
};

/// 95 % intervals of the true share. Both are 0 to 1 when nothing was counted.
///
/// Wilson's (1927): near the truth on average; for shares that are neither rare nor nearly certain.
interval wilson_95(proportion counted);
/// Clopper and Pearson's (1934): never promises too much, so it is what a bound on rare mistakes is
/// read from. None of n gives an upper end of about 3.7 / n.
interval clopper_pearson_95(proportion counted);

}  // namespace qorgan::stats
