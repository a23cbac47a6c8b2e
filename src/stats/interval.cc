#include "stats/interval.h"

#include <boost/math/distributions/binomial.hpp>
#include <cmath>

namespace qorgan::stats {
namespace {

constexpr double kTail = 0.025;
constexpr double kZ = 1.959963984540054;  // 97.5 % of the normal distribution

}  // namespace

interval wilson_95(proportion counted) {
  if (counted.of == 0) return {};
  const auto n = static_cast<double>(counted.of);
  const double p = counted.value();
  const double centre = p + kZ * kZ / (2 * n);
  const double spread = kZ * std::sqrt(p * (1 - p) / n + kZ * kZ / (4 * n * n));
  const double scale = 1 + kZ * kZ / n;
  return {counted.hits == 0 ? 0 : (centre - spread) / scale,
          counted.hits == counted.of ? 1 : (centre + spread) / scale};
}

interval clopper_pearson_95(proportion counted) {
  if (counted.of == 0) return {};
  using binomial = boost::math::binomial_distribution<double>;
  const auto n = static_cast<double>(counted.of);
  const auto k = static_cast<double>(counted.hits);
  return {counted.hits == 0 ? 0 : binomial::find_lower_bound_on_p(n, k, kTail),
          counted.hits == counted.of ? 1 : binomial::find_upper_bound_on_p(n, k, kTail)};
}

}  // namespace qorgan::stats
