#pragma once

#include <cstdint>
#include <expected>
#include <iosfwd>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "domain/record.h"
#include "engine/engine.h"
#include "engine/policy.h"
#include "gateway/options.h"

namespace qorgan::app {

enum class language : std::uint8_t { en, ru, kk };
/// "en", "ru" or "kk".
std::optional<language> parse_language(std::string_view text);

struct explain_inputs {
  std::string call;  ///< 16 hexadecimal digits, or a SIP Call-ID
  std::string journal_path;
  language in = language::en;
  bool show_numbers = false;  ///< otherwise masked: only who may open numbers sees them
  std::vector<gateway::trunk_options> trunks;  ///< for their names; may be empty
  /// What would be decided today. Null: the newest policy of the journal.
  std::shared_ptr<const engine::policy_snapshot> today;
  engine::engine_options engine;
};

/// A call of the journal with everything that can be said about its decision.
struct explanation {
  call_started call;
  std::uint64_t seq = 0;
  std::uint64_t same_call_id = 0;  ///< further calls with the same SIP Call-ID
  std::optional<decision> recorded;
  std::optional<decision> derived;  ///< by a fresh engine from the journal's beginning
  std::optional<decision> today;    ///< by today's policy with the same past
  std::string policy_digest;        ///< of the policy in force
  std::string today_digest;         ///< empty when it was given and does not come from the journal
  std::string legal_basis;          ///< of the rule that decided
  timestamp ringing_at;
  timestamp answered_at;
  std::optional<refusal_waived> waived;
  std::optional<call_ended> ended;
  std::vector<alert> alerts;  ///< about this call
};

/// Finds the call and decides it again. The error is for the person who asked.
std::expected<explanation, std::string> explain_call(const explain_inputs& inputs);

/// The explanation as text for a terminal.
std::string in_words(const explanation& about, const explain_inputs& inputs);

/// `qorgan explain`: exit status 0 when the decision came out as recorded.
int explain(const explain_inputs& inputs, std::ostream& out, std::ostream& err);

}  // namespace qorgan::app
