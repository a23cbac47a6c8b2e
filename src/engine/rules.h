#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "domain/call.h"
#include "engine/policy_snapshot.h"

namespace qorgan::engine {

/// What the detectors found: evidence by its index in the registry where the bit is set.
struct findings {
  detector_mask found = 0;
  std::array<evidence, 64> by_detector;  ///< only meaningful where `found` has the bit
};

/// What rules are tried against: a new call, or a call that is up.
struct rule_subject {
  timestamp now;
  trunk_id trunk;
  trunk_kind kind = trunk_kind::international;
  country caller_country;
  passport_status passport = passport_status::not_asked;
  attestation attested = attestation::unknown;
  e164 caller;
  e164 callee;
  float score = 0;
  model_level level{};  ///< of the model that gave the score; none without one
  const findings* seen = nullptr;
};

/// True when the rule has not expired and its whole condition holds.
bool matches(const rule& tried, const rule_subject& subject, const policy_snapshot& policy);

/// The rules that decide a call. A rule in shadow mode never carries anything out: the first such
/// rule that matches is remembered and the search goes on for the first one that is enforced.
struct outcome {
  const rule* enforced = nullptr;
  const rule* shadow = nullptr;
};

/// Tries the rules in order and counts each hit in `hits`, which has one entry per rule.
outcome decide(const policy_snapshot& policy, const rule_subject& subject,
               std::span<std::uint64_t> hits);

}  // namespace qorgan::engine
