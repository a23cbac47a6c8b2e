#pragma once

#include <cstdint>
#include <expected>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/config_error.h"
#include "base/time.h"
#include "domain/decision.h"

namespace qorgan::engine {

/// A list the policy refers to, as text: one entry per line, `#` begins a comment.
struct policy_list {
  std::string name;
  std::string file;  ///< for messages
  std::string text;
};

/// Everything a policy is made of, as text. The journal keeps each bundle that was in force, so a
/// replay decides with the same one.
struct policy_bundle {
  std::string file;  ///< for messages
  std::string yaml;
  std::vector<policy_list> lists;
};

/// Rules, lists, detector parameters and scorecard, parsed and immutable. Defined in
/// engine/policy_snapshot.h for the engine itself; others only hold and hand it over.
struct policy_snapshot;

/// Names under which a bundle carries models, beside its lists; no list can be called so.
inline constexpr std::string_view kModelPart = "model/current";
inline constexpr std::string_view kChallengerPart = "model/challenger";

/// Parses and checks the whole bundle; every mistake is reported with file and line.
std::expected<std::shared_ptr<const policy_snapshot>, config_errors> parse_policy(
    const policy_bundle& bundle);

/// Names of the lists and models the policy text refers to with the files it names for them, so
/// that the caller can read those files: (name, path as written). Mistakes are left to
/// parse_policy.
std::vector<std::pair<std::string, std::string>> lists_of(std::string_view yaml);

/// Names what the evidence of a new call means under a policy: which detectors look, and with which
/// parameters. A model was trained with one, and is at its best under the same.
std::uint64_t evidence_version(const policy_snapshot& policy);

/// A model as people see it; `digest` is empty when there is none.
struct model_summary {
  std::string digest;
  timestamp trained_until;
  std::uint64_t evidence = 0;
  double block_log_odds = 0, block_wanted = 0, block_bound = 1;
  double alert_log_odds = 0;
  std::size_t trees = 0;
};
model_summary current_model(const policy_snapshot& policy);
model_summary challenger_model(const policy_snapshot& policy);

/// Where a rule with verdict `divert` sends the call: a SIP URI. Empty when the rule has none.
std::string_view divert_target(const policy_snapshot& policy, const rule_name& rule);

/// The rule's legal basis as written in the policy. Empty when there is no such rule.
std::string_view legal_basis(const policy_snapshot& policy, const rule_name& rule);

/// Whether the policy's list of this name has the number. False when there is no such list.
bool in_list(const policy_snapshot& policy, std::string_view list, e164 number);

/// Emergency numbers of the policy as bare digits (default 101, 102, 103, 104, 112).
const std::vector<std::string>& emergency_numbers(const policy_snapshot& policy);

/// One detector as people see it.
struct detector_words {
  detector_id id;
  std::string_view name;  ///< snake_case, also the name of its page in docs/detectors
  std::string_view title_en, title_ru, title_kk;
  /// Sentences with {observed} and {threshold}.
  std::string_view says_en, says_ru, says_kk;
};
std::vector<detector_words> all_detectors();

}  // namespace qorgan::engine
