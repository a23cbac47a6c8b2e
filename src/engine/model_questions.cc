// What is asked of the engine for the sake of models.

#include "base/assert.h"
#include "engine/detector.h"
#include "engine/engine.h"
#include "engine/engine_state.h"
#include "engine/model.h"

namespace qorgan::engine {

const challenge_counts& engine::challenge() const {
  return state_->challenged;
}

void engine::evidence_values(std::span<float> out) const {
  static const std::vector<model_feature> kFeatures = model_features();
  QORGAN_ASSERT(out.size() >= kFeatures.size());
  for (std::size_t i = 0; i < kFeatures.size(); ++i) {
    out[i] = feature_value(state_->found, *detector_index(kFeatures[i].name), kFeatures[i].form);
  }
}

}  // namespace qorgan::engine
