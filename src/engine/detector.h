#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "domain/decision.h"
#include "engine/features.h"

namespace qorgan::engine {

/// A whole number that the policy may set under `detectors: <name>:`, within its range.
struct parameter {
  std::string_view name;  ///< snake_case, with the unit last
  std::int32_t by_default = 0;
  std::int32_t least = 0;
  std::int32_t most = 0;
};

/// What a detector saw against what it tolerates, in its own unit.
struct finding {
  std::uint32_t observed = 0;
  std::uint32_t threshold = 0;
};

/// What an in-call detector saw, and how urgent it is for that reason alone.
struct live_finding {
  finding seen;
  alert_level at_least = alert_level::medium;
};

/// Texts for people. Sentences contain {observed} and {threshold} or neither.
struct words {
  std::string_view title;
  std::string_view says;
};

/// Everything the centre knows about a detector. It is declared once, in detectors/<name>.cc, as
/// `extern const detector_definition <name>`; the registry is generated from the files found.
struct detector_definition {
  std::uint16_t id;       ///< unique, never reused: it stands in journals
  std::string_view name;  ///< as the file
  float weight;           ///< log-odds added to the score unless the policy says otherwise
  words en, ru, kk;
  std::span<const parameter> parameters = {};
  /// Version of the policy format from which on it looks at calls without being asked to. A policy
  /// of an older version does not know it, so that old journals replay as they were decided;
  /// `enabled: true` switches it on all the same.
  std::uint8_t since_version = 1;
  /// List of the policy it asks, reached through detector_settings::list. Empty: none.
  std::string_view list = {};

  /// Its evidence is that other calls were refused. A refusal for this reason alone is no evidence
  /// in turn.
  bool of_others = false;

  /// Looks at a new call. Null for an in-call detector.
  std::optional<finding> (*inspect)(const features&, const detector_settings&) = nullptr;

  /// In-call detectors only. Asked when a call is answered: after how many seconds of talk the call
  /// shall be looked at; 0 for never. A call that is armed and still up then raises an alert.
  std::uint16_t (*arm)(const live_view&, const detector_settings&) = nullptr;
  /// Asked again for each call to the same subscriber that is not answered meanwhile, until it
  /// gives a delay, which counts from the answer too. Instead of `arm` or beside it.
  std::uint16_t (*arm_when_missed)(const live_view&, const detector_settings&) = nullptr;
  /// Asked at that second.
  live_finding (*inspect_live)(const live_view&, const detector_settings&) = nullptr;
};

/// All detectors by ascending id. Their position here is their index in masks and settings.
std::span<const detector_definition* const> registry();

/// Position of a name in the registry.
std::optional<unsigned> detector_index(std::string_view name);

}  // namespace qorgan::engine
