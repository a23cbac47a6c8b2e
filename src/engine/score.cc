#include "engine/score.h"

#include <cmath>

namespace qorgan::engine {

float probability(float log_odds) {
  const double exact = 1.0 / (1.0 + std::exp(-static_cast<double>(log_odds)));
  return static_cast<float>(std::round(exact * 10'000.0) / 10'000.0);
}

}  // namespace qorgan::engine
