#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "console/rights.h"
#include "net/http_server.h"

namespace qorgan::console {

/// One name per way to fail, stable for programs: `problem_code` of api/openapi.yaml.
enum class problem_code : std::uint8_t {
  bad_request,
  bad_parameter,
  bad_json,
  idempotency_key_required,
  not_signed_in,
  wrong_credentials,
  bad_token,
  forbidden,
  bad_csrf_token,
  bad_origin,
  trunk_not_allowed,
  own_proposal,
  not_the_proposer,
  basis_not_for_role,
  not_found,
  method_not_allowed,
  request_timeout,
  call_not_live,
  emergency_call,
  case_closed,
  case_held,
  case_not_held,
  case_urgent,
  case_changed,
  not_on_shift,
  own_handover,
  appeal_decided,
  order_state,
  too_many_orders,
  body_too_large,
  unsupported_media_type,
  invalid_body,
  idempotency_key_reused,
  policy_invalid,
  order_unlawful,
  upgrade_required,
  too_many_attempts,
  rate_limited,
  headers_too_large,
  internal_error,
  store_unavailable,
  busy,
};
std::string_view to_string(problem_code code);
unsigned status_of(problem_code code);
std::vector<problem_code> all_problem_codes();

struct problem_error {
  std::string file{};
  int line = 0;
  std::string field{};
  std::string message{};
};

/// A failure on its way to the client (RFC 9457).
struct problem {
  problem_code code = problem_code::internal_error;
  std::string detail{};
  std::vector<problem_error> errors{};
  std::optional<right> lacks{};  ///< with `forbidden`
  unsigned retry_after_s = 0;    ///< 0: not said
  std::string allow{};           ///< with `method_not_allowed`
};

net::http_response to_response(const problem& what);

}  // namespace qorgan::console
