#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

#include "base/inline_text.h"
#include "base/inline_vector.h"
#include "base/limits.h"
#include "base/time.h"
#include "domain/ids.h"
#include "domain/number.h"

namespace qorgan {

/// What is done with a call, mildest first.
enum class verdict : std::uint8_t {
  pass,      ///< forwarded untouched
  alert,     ///< forwarded, and put in front of the desk
  label,     ///< forwarded with a warning in the display name
  withhold,  ///< forwarded without the caller's number
  divert,    ///< sent to a configured address instead
  block,     ///< refused before it rings
};
std::string_view to_string(verdict value);
std::expected<verdict, std::string> parse_verdict(std::string_view text);

/// What one detector saw: `observed` against `threshold` in the detector's own unit (its page in
/// docs/detectors says which), and the log-odds it adds to the score.
struct evidence {
  detector_id detector;
  float weight = 0;
  std::uint32_t observed = 0;
  std::uint32_t threshold = 0;
};

using rule_name = inline_text<47>;

struct decision {
  call_key key;
  timestamp decided_at;
  verdict enforced = verdict::pass;  ///< carried out
  verdict would = verdict::pass;     ///< of the rule; differs from `enforced` in shadow mode
  bool emergency = false;
  std::uint16_t answer_code = 0;  ///< SIP status chosen by the rule for a refusal; 0: the trunk's
  float score = 0;                ///< calibrated probability of fraud, 0 to 1
  rule_name rule;                 ///< name of the rule that decided; empty: none matched
  inline_vector<evidence, limits::kReasons> reasons;  ///< strongest first
  /// What a model in shadow beside the one in force made of it; below 0: there was none.
  float challenger_score = -1;
  verdict challenger_would = verdict::pass;  ///< what the rules wanted with that score
};

enum class alert_level : std::uint8_t { medium, high, urgent };
std::string_view to_string(alert_level value);

/// Something a person should look at while it happens.
struct alert {
  call_key key;
  timestamp at;
  inline_text<47> kind;  ///< name of the rule or in-call detector
  alert_level level = alert_level::medium;
  float score = 0;
  e164 caller;
  e164 callee;
  inline_vector<evidence, limits::kReasons> reasons;
};

}  // namespace qorgan
