#pragma once

#include "domain/call.h"
#include "engine/activity.h"
#include "engine/engine_state.h"
#include "engine/features.h"

namespace qorgan::engine {

/// The records a call touches, all claimed and advanced to the present. A party without identity
/// has none.
struct entities {
  activity* caller = nullptr;
  activity* range = nullptr;
  activity* equipment = nullptr;
  activity* source = nullptr;
  callee_activity* callee = nullptr;
  standing* equipment_standing = nullptr;
  standing* media = nullptr;
  standing* fingerprint = nullptr;
  standing* source_standing = nullptr;
  standing* path = nullptr;
};

/// Identities of a call in the tables; 0 is none.
struct entity_keys {
  std::uint64_t caller = 0;
  std::uint64_t range = 0;
  std::uint64_t equipment = 0;
  std::uint64_t source = 0;
  std::uint64_t callee = 0;
  standing_key equipment_standing{standing_of::equipment, 0};
  standing_key media{standing_of::media, 0};
  standing_key fingerprint{standing_of::fingerprint, 0};
  standing_key source_standing{standing_of::source, 0};
  standing_key path{standing_of::path, 0};
};

entity_keys keys_of(const call_started& call, std::uint64_t seed);
entities claim_entities(engine::state& state, const entity_keys& keys, std::uint32_t now_s);
features features_of(const engine::state& state, const call_started& call, const entity_keys& keys,
                     const entities& found, std::uint32_t now_s);

/// Counts the call in every record it touches.
void count_call(const entities& found, const entity_keys& keys, const features& seen, taken_as how);

}  // namespace qorgan::engine
