#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "domain/decision.h"
#include "domain/record.h"

namespace qorgan {

/// One call as the store keeps it.
struct call_summary {
  call_key key;
  std::uint64_t seq = 0;  ///< journal position of its call_started
  timestamp started_at;
  timestamp ringing_at;
  timestamp answered_at;
  timestamp ended_at;
  std::string trunk;
  std::string caller;  ///< E.164 with plus, or the text as signalled
  std::string callee;
  std::string caller_country;  ///< ISO 3166-1 alpha-2
  std::string callee_country;
  std::string source;  ///< address and port
  std::string sip_call_id;
  std::string user_agent;
  std::uint64_t fingerprint = 0;  ///< of the equipment, 0 when unknown
  seen_by seen = seen_by::unknown;
  verdict enforced = verdict::pass;
  verdict would = verdict::pass;
  bool emergency = false;
  bool unscreened = false;
  passport_status passport = passport_status::not_asked;
  attestation attested = attestation::unknown;
  float score = 0;
  std::string rule;
  std::vector<evidence> reasons;
  std::uint16_t sip_code = 0;
  ended_by by = ended_by::unknown;
};

struct call_detail {
  call_summary call;
  std::vector<ladder_entry> messages;
  std::vector<alert> alerts;
  std::vector<teardown_progress> teardown;
};

/// Newest first. Absent conditions do not restrict.
struct call_query {
  std::optional<verdict> enforced;
  std::optional<verdict> would;
  std::string trunk;
  std::string number_prefix;  ///< digits; matches caller or callee from the start
  timestamp from;
  timestamp to;
  call_key before;       ///< page: only calls older than this one
  unsigned limit = 100;  ///< 1 to 500
};

struct alert_summary {
  alert raised;
  std::string trunk;
};

/// Search over what the projection has stored. Blocking; never called from the call path. Throws
/// std::runtime_error when the database fails.
class call_archive {
 public:
  virtual ~call_archive() = default;
  virtual std::vector<call_summary> find_calls(const call_query& query) = 0;
  virtual std::optional<call_detail> call(call_key key) = 0;
  virtual std::vector<alert_summary> newest_alerts(unsigned limit) = 0;
};

}  // namespace qorgan
