#pragma once

// Models for tests: by hand, and drawn from a seed.

#include <random>

#include "engine/model.h"
#include "engine/testing.h"

namespace qorgan::engine::testing {

/// All features, no trees; thresholds of 2 and 0.
inline model_content empty_model() {
  model_content out;
  out.trained_until = kMorning;
  out.seed = 1;
  out.features = model_features();
  out.block = {2, 1e-4, 2e-4};
  out.alert = {0, 1e-3, 2e-3};
  return out;
}

inline std::uint16_t feature_number(std::string_view name) {
  const auto all = model_features();
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i].name == name) return static_cast<std::uint16_t>(i);
  }
  ADD_FAILURE() << "no feature " << name;
  return 0;
}

/// Full trees whose splits ask about small amounts.
inline model_content random_model(std::uint64_t seed, std::size_t trees, unsigned depth) {
  std::mt19937_64 dice{seed};
  model_content out = empty_model();
  out.slope = 1.25;
  out.offset = -0.5;
  const auto share = [&dice] { return static_cast<float>(dice() % 1'000) / 1'000; };
  for (std::size_t i = 0; i < trees; ++i) {
    auto& tree = out.trees.emplace_back();
    const std::size_t splits = (std::size_t{1} << depth) - 1;
    for (std::size_t node = 0; node < 2 * splits + 1; ++node) {
      if (node < splits) {
        tree.push_back({0.5f + 5 * share(),
                        static_cast<std::uint16_t>(dice() % out.features.size()),
                        static_cast<std::uint16_t>(2 * node + 1)});
      } else {
        tree.push_back({share() - 0.4f});
      }
    }
  }
  return out;
}

/// A policy with these models beside its text; "" for none.
inline std::shared_ptr<const policy_snapshot> policy_with_models(std::string_view yaml,
                                                                 const std::string& current,
                                                                 const std::string& challenger) {
  policy_bundle bundle{"policy.yaml", std::string(yaml), {}};
  bundle.yaml += "model: { file: current.model, challenger: challenger.model }\n";
  if (!current.empty()) bundle.lists.push_back({std::string(kModelPart), "current.model", current});
  if (!challenger.empty()) {
    bundle.lists.push_back({std::string(kChallengerPart), "challenger.model", challenger});
  }
  auto parsed = parse_policy(bundle);
  if (parsed) return *parsed;
  for (const config_error& error : parsed.error()) {
    ADD_FAILURE() << error.file << ":" << error.line << ": " << error.message;
  }
  return policy_of("version: 2\n");
}

}  // namespace qorgan::engine::testing
