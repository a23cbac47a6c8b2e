#include "stats/interval.h"

#include <gtest/gtest.h>

#include <cmath>

namespace qorgan::stats {
namespace {

TEST(Interval, ClopperPearsonOfSmallCasesThatHaveAFormula) {
  // None of n: (alpha/2)^(1/n) = 1 - upper.
  const interval none = clopper_pearson_95({0, 10});
  EXPECT_EQ(none.low, 0);
  EXPECT_NEAR(none.high, 1 - std::pow(0.025, 0.1), 1e-9);
  // All of n is its mirror.
  const interval all = clopper_pearson_95({10, 10});
  EXPECT_NEAR(all.low, std::pow(0.025, 0.1), 1e-9);
  EXPECT_EQ(all.high, 1);
  // One of one: the lower end is alpha/2 itself.
  EXPECT_NEAR(clopper_pearson_95({1, 1}).low, 0.025, 1e-9);
}

// P(X >= hits) and P(X <= hits) for X binomial, by the definition.
double at_least(unsigned hits, unsigned n, double p) {
  double sum = 0;
  for (unsigned k = hits; k <= n; ++k) {
    sum += std::exp(std::lgamma(n + 1.0) - std::lgamma(k + 1.0) - std::lgamma(n - k + 1.0) +
                    k * std::log(p) + (n - k) * std::log1p(-p));
  }
  return sum;
}

TEST(Interval, ClopperPearsonEndsAreWhereTheTailsAreTwoAndAHalfPercent) {
  for (const auto& [hits, n] : {std::pair{1u, 20u}, {3u, 20u}, {7u, 50u}, {199u, 200u}}) {
    const interval found = clopper_pearson_95({hits, n});
    EXPECT_NEAR(at_least(hits, n, found.low), 0.025, 1e-7);
    EXPECT_NEAR(1 - at_least(hits + 1, n, found.high), 0.025, 1e-7);
  }
}

TEST(Interval, RareMistakesInAMillion) {
  EXPECT_NEAR(clopper_pearson_95({0, 1'000'000}).high, 3.689e-6, 1e-8);
  EXPECT_LT(clopper_pearson_95({100, 1'000'000}).high, 1.25e-4);
}

TEST(Interval, WilsonByHand) {
  // 8 of 10: z^2 = 3.8415; centre 0.8 + 0.19207, spread 1.96 * sqrt(0.016 + 0.0096037), over
  // 1.38415.
  const interval found = wilson_95({8, 10});
  EXPECT_NEAR(found.low, 0.4902, 1e-4);
  EXPECT_NEAR(found.high, 0.9433, 1e-4);
  EXPECT_EQ(wilson_95({0, 10}).low, 0);
  EXPECT_EQ(wilson_95({10, 10}).high, 1);
}

TEST(Interval, OfNothingIsEverything) {
  for (const interval found : {wilson_95({0, 0}), clopper_pearson_95({0, 0})}) {
    EXPECT_EQ(found.low, 0);
    EXPECT_EQ(found.high, 1);
  }
}

}  // namespace
}  // namespace qorgan::stats
