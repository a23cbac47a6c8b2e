#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/time.h"
#include "domain/call.h"
#include "domain/decision.h"
#include "domain/number_plan.h"
#include "engine/features.h"
#include "engine/number_list.h"

namespace qorgan::engine {

class scoring_model;
enum class model_level : std::uint8_t;

/// One bit per detector, by its index in the registry.
using detector_mask = std::uint64_t;

/// A number belongs (or must not belong) to one of these lists, by index in the snapshot.
using list_indices = std::vector<std::uint16_t>;

/// What must hold for a rule to match; everything that is given must hold at once.
struct condition {
  detector_mask evidence_any = 0;  ///< 0: not asked
  detector_mask evidence_all = 0;
  detector_mask not_evidence = 0;
  std::vector<std::pair<std::uint16_t, std::uint32_t>> observed_at_least;  ///< (detector index, n)
  float score_at_least = -1;
  float score_below = 2;
  model_level model_at_least{};  ///< none: not asked
  std::vector<trunk_id> trunks, not_trunks;
  std::uint8_t trunk_kinds = 0xff;   ///< bit per trunk_kind
  std::uint8_t passports = 0xff;     ///< bit per passport_status
  std::uint8_t attestations = 0xff;  ///< bit per attestation
  std::vector<country> caller_countries, not_caller_countries;
  list_indices caller_in, not_caller_in, callee_in, not_callee_in;
};

struct rule {
  rule_name name;
  condition when;
  verdict gives = verdict::pass;
  enforcement mode = enforcement::enforce;
  alert_level level = alert_level::medium;
  std::uint16_t answer_code = 0;
  bool code_by_passport = false;  ///< the status RFC 8224 has for the call's passport_status
  timestamp expires;              ///< kNever: does not
  std::string divert;
  std::string legal_basis;
};

struct named_list {
  std::string name;
  number_list numbers;
};

struct policy_snapshot {
  dial_plan home;
  std::vector<std::string> emergency;
  std::uint32_t first_seen_s = 86'400;
  std::vector<named_list> lists;
  std::vector<detector_settings> detectors;  ///< as the registry
  float base_log_odds = 0;
  std::shared_ptr<const scoring_model> model;       ///< null: the scorecard decides
  std::shared_ptr<const scoring_model> challenger;  ///< asked beside it, decides nothing
  std::vector<rule> rules;                          ///< in the order they are tried

  policy_snapshot() = default;
  policy_snapshot(const policy_snapshot&) = delete;  // settings point into lists
  policy_snapshot& operator=(const policy_snapshot&) = delete;
};

}  // namespace qorgan::engine
