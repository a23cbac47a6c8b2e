#include "console/problem.h"

#include <array>
#include <boost/json.hpp>

namespace qorgan::console {
namespace {

namespace json = boost::json;

struct entry {
  problem_code code;
  unsigned status;
  std::string_view name;
  std::string_view title;
};

using enum problem_code;
constexpr std::array kProblems{
    entry{bad_request, 400, "bad_request", "The request is not understood"},
    entry{bad_parameter, 400, "bad_parameter", "A parameter is wrong"},
    entry{bad_json, 400, "bad_json", "The body is not JSON"},
    entry{idempotency_key_required, 400, "idempotency_key_required",
          "The Idempotency-Key header is missing"},
    entry{not_signed_in, 401, "not_signed_in", "Not signed in"},
    entry{wrong_credentials, 401, "wrong_credentials", "Name or password is wrong"},
    entry{bad_token, 401, "bad_token", "The bearer token is missing or nobody's"},
    entry{forbidden, 403, "forbidden", "Your role does not have this right"},
    entry{bad_csrf_token, 403, "bad_csrf_token", "The CSRF token is missing or wrong"},
    entry{bad_origin, 403, "bad_origin", "The request comes from another site"},
    entry{trunk_not_allowed, 403, "trunk_not_allowed", "This client may not ask about this trunk"},
    entry{own_proposal, 403, "own_proposal", "Nobody decides about a proposal of his own"},
    entry{not_the_proposer, 403, "not_the_proposer", "Only the proposer may do this"},
    entry{basis_not_for_role, 403, "basis_not_for_role",
          "The legal basis gives this right to others"},
    entry{not_found, 404, "not_found", "Not found"},
    entry{method_not_allowed, 405, "method_not_allowed", "This method is not allowed here"},
    entry{request_timeout, 408, "request_timeout", "The request took too long to arrive"},
    entry{call_not_live, 409, "call_not_live", "The call is over"},
    entry{emergency_call, 409, "emergency_call", "An emergency call is never dropped"},
    entry{case_closed, 409, "case_closed", "The case is closed"},
    entry{case_held, 409, "case_held", "Somebody else works on the case"},
    entry{case_not_held, 409, "case_not_held", "Only who holds the case may do this"},
    entry{case_urgent, 409, "case_urgent", "Nothing urgent is put off"},
    entry{not_on_shift, 409, "not_on_shift", "Not on shift"},
    entry{own_handover, 409, "own_handover", "A handover is accepted by another lead"},
    entry{case_changed, 409, "case_changed", "The case is not in a state for this any more"},
    entry{appeal_decided, 409, "appeal_decided", "The appeal is not open any more"},
    entry{order_state, 409, "order_state",
          "The order, or another one of the same target, is in a state that does not allow this"},
    entry{too_many_orders, 409, "too_many_orders", "No more orders can be in force at once"},
    entry{body_too_large, 413, "body_too_large", "The body is larger than 64 KiB"},
    entry{unsupported_media_type, 415, "unsupported_media_type",
          "The body must be application/json"},
    entry{invalid_body, 422, "invalid_body", "The body does not have the right fields"},
    entry{idempotency_key_reused, 422, "idempotency_key_reused",
          "The Idempotency-Key was used for something else"},
    entry{policy_invalid, 422, "policy_invalid",
          "The files have mistakes; what is in force did not change"},
    entry{order_unlawful, 422, "order_unlawful",
          "The order contradicts its legal basis or is incomplete"},
    entry{upgrade_required, 426, "upgrade_required", "This is a WebSocket"},
    entry{too_many_attempts, 429, "too_many_attempts", "Too many attempts to sign in"},
    entry{rate_limited, 429, "rate_limited", "More questions than this client may ask"},
    entry{headers_too_large, 431, "headers_too_large", "The header fields are too large"},
    entry{internal_error, 500, "internal_error", "The server made a mistake"},
    entry{store_unavailable, 503, "store_unavailable", "The database does not answer"},
    entry{busy, 503, "busy", "The server is busy; try again"},
};

const entry& find(problem_code code) {
  for (const entry& candidate : kProblems) {
    if (candidate.code == code) return candidate;
  }
  return kProblems[0];
}

json::object error_json(const problem_error& error) {
  json::object out;
  if (!error.file.empty()) out["file"] = error.file;
  if (error.line > 0) out["line"] = error.line;
  if (!error.field.empty()) out["field"] = error.field;
  out["message"] = error.message;
  return out;
}

}  // namespace

std::string_view to_string(problem_code code) {
  return find(code).name;
}
unsigned status_of(problem_code code) {
  return find(code).status;
}

std::vector<problem_code> all_problem_codes() {
  std::vector<problem_code> out;
  for (const entry& candidate : kProblems) out.push_back(candidate.code);
  return out;
}

net::http_response to_response(const problem& what) {
  const entry& known = find(what.code);
  json::object body{{"type", "urn:qorgan:problem:" + std::string{known.name}},
                    {"title", known.title},
                    {"status", known.status},
                    {"code", known.name}};
  if (!what.detail.empty()) body["detail"] = what.detail;
  if (what.lacks) body["right"] = to_string(*what.lacks);
  if (!what.errors.empty()) {
    json::array errors;
    for (const problem_error& error : what.errors) errors.push_back(error_json(error));
    body["errors"] = std::move(errors);
  }
  net::http_response out;
  out.status = known.status;
  out.content_type = "application/problem+json";
  out.body = json::serialize(body);
  if (what.retry_after_s > 0) {
    out.headers.push_back({"Retry-After", std::to_string(what.retry_after_s)});
  }
  if (!what.allow.empty()) out.headers.push_back({"Allow", what.allow});
  return out;
}

}  // namespace qorgan::console
