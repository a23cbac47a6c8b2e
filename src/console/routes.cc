#include "console/routes.h"

#include <array>

namespace qorgan::console {
namespace {

using enum net::http_method;
using enum takes;
constexpr door kOpen = door::open;
constexpr door kSession = door::session;
constexpr door kConfirming = door::confirming;
constexpr names kNumber = names::a_number;
constexpr std::nullopt_t kAnyone = std::nullopt;
using r = right;

// clang-format off
constexpr std::array kRoutes{
    route{get,     "/api/v1/about",           kOpen, kAnyone, nothing, about},
    route{post,    "/api/v1/session",         door::signing_in, kAnyone, body, sign_in},
    route{get,     "/api/v1/session",         kSession, kAnyone, nothing, current_session},
    route{delete_, "/api/v1/session",         kSession, kAnyone, nothing, sign_out},
    route{get,     "/api/v1/calls",           kSession, r::view, nothing, list_calls},
    route{post,    "/api/v1/calls/search",    kSession, r::search_number, body, search_calls},
    route{get,     "/api/v1/calls/{id}",      kSession, r::view, nothing, get_call},
    route{post,    "/api/v1/calls/{id}/drop", kSession, r::drop_call, body, drop_call},
    route{post,    "/api/v1/calls/drop",      kSession, r::drop_call, body, drop_calls},
    route{get,     "/api/v1/drops/{id}",      kSession, r::drop_call, nothing, get_drop},
    route{post,    "/api/v1/calls/{id}/open-number", kSession, r::open_number, body, open_number},
    route{get,     "/api/v1/alerts",          kSession, r::view, nothing, list_alerts},
    route{get,     "/api/v1/live",            kSession, r::view, nothing,
          live_feed_without_upgrade},
    route{get,     "/api/v1/trunks",          kSession, r::view, nothing, list_trunks},
    route{get,     "/api/v1/health",          kSession, r::view, nothing, health},
    route{get,     "/api/v1/rejected",        kSession, r::inspect_messages, nothing,
          list_rejected},
    route{get,     "/api/v1/detectors",       kSession, r::view, nothing, list_detectors},
    route{get,     "/api/v1/legal-bases",     kSession, r::view_orders, nothing, list_legal_bases},
    route{get,     "/api/v1/orders",          kSession, r::view_orders, nothing, list_orders},
    route{post,    "/api/v1/orders",          kSession, r::propose_order, body, draft_order},
    route{post,    "/api/v1/orders/search",   kSession, r::search_number, body, search_orders},
    route{post,    "/api/v1/orders/blast-radius", kSession, r::propose_order, body,
          order_blast_radius},
    route{get,     "/api/v1/orders/{id}",     kSession, r::view_orders, nothing, get_order,
          kNumber},
    route{post,    "/api/v1/orders/{id}/open-number", kSession, r::open_number, body,
          open_order_target, kNumber},
    route{post,    "/api/v1/orders/{id}/submit", kSession, r::propose_order, nothing, submit_order,
          kNumber},
    route{post,    "/api/v1/orders/{id}/retract", kSession, r::propose_order, nothing,
          retract_order, kNumber},
    route{post,    "/api/v1/orders/{id}/enact", kConfirming, r::emergency_order, body, enact_order,
          kNumber},
    route{post,    "/api/v1/orders/{id}/approve", kConfirming, r::approve_order, body,
          approve_order, kNumber},
    route{post,    "/api/v1/orders/{id}/ratify", kConfirming, r::approve_order, body, ratify_order,
          kNumber},
    route{post,    "/api/v1/orders/{id}/refuse", kSession, r::approve_order, body, refuse_order,
          kNumber},
    route{post,    "/api/v1/orders/{id}/lift", kSession, r::lift_order, body, lift_order, kNumber},
    route{post,    "/api/v1/appeals",         kOpen, kAnyone, body, file_appeal},
    route{get,     "/api/v1/appeals",         kSession, r::decide_appeal, nothing, list_appeals},
    route{post,    "/api/v1/appeals/status",  kOpen, kAnyone, body, appeal_status},
    route{post,    "/api/v1/appeals/{id}/decide", kSession, r::decide_appeal, body, decide_appeal,
          kNumber},
    route{get,     "/api/v1/reviews/sample",  kSession, r::review_blocks, nothing, review_sample},
    route{post,    "/api/v1/calls/{id}/review", kSession, r::review_blocks, body, review_call},
    route{get,     "/api/v1/law-day",         kSession, r::approve_order, nothing, law_day},
    route{post,    "/api/v1/reports",         door::reporting, r::report_call, body, report_call},
    route{get,     "/api/v1/audit",           kSession, r::read_own_audit, nothing, own_audit},
    route{get,     "/api/v1/desk",            kSession, r::annotate, nothing, get_desk},
    route{get,     "/api/v1/desk/closed",     kSession, r::annotate, nothing, closed_cases},
    route{get,     "/api/v1/desk/shift",      kSession, r::annotate, nothing, get_shift},
    route{post,    "/api/v1/desk/shift",      kSession, r::claim, body, change_shift},
    route{post,    "/api/v1/desk/quiet",      kSession, r::claim, nothing, quiet_alarm},
    route{post,    "/api/v1/desk/handovers",  kSession, r::lead_shift, body, offer_handover},
    route{post,    "/api/v1/desk/handovers/{id}/accept", kSession, r::lead_shift, nothing,
          accept_handover},
    route{post,    "/api/v1/desk/cases",      kSession, r::claim, body, report_case},
    route{get,     "/api/v1/desk/cases/{id}", kSession, r::annotate, nothing, get_case},
    route{post,    "/api/v1/desk/cases/{id}/claim", kSession, r::claim, body, claim_case},
    route{post,    "/api/v1/desk/cases/{id}/release", kSession, r::claim, nothing, release_case},
    route{post,    "/api/v1/desk/cases/{id}/work", kSession, r::claim, nothing, work_on_case},
    route{post,    "/api/v1/desk/cases/{id}/shelve", kSession, r::claim, body, shelve_case},
    route{post,    "/api/v1/desk/cases/{id}/unshelve", kSession, r::claim, nothing,
          unshelve_case},
    route{post,    "/api/v1/desk/cases/{id}/note", kSession, r::annotate, body, note_case},
    route{post,    "/api/v1/desk/cases/{id}/drop", kSession, r::drop_call, body, drop_case},
    route{post,    "/api/v1/desk/cases/{id}/outcome", kSession, r::close, body, close_case},
    route{post,    "/api/v1/desk/cases/{id}/reopen", kSession, r::close, body, reopen_case},
    route{post,    "/api/v1/desk/cases/{id}/escalate", kSession, r::claim, body, escalate_case},
    route{post,    "/api/v1/desk/cases/{id}/acknowledge", kSession, r::approve_order, nothing,
          acknowledge_case},
    route{post,    "/api/v1/desk/cases/{id}/open-number", kSession, r::open_number, body,
          open_case_number},
    route{post,    "/api/v1/audit/search",    kSession, r::read_audit, body, search_audit},
    route{get,     "/api/v1/audit/proof",     kSession, r::read_audit, nothing, audit_proof},
    route{get,     "/api/v1/policy",          kSession, r::view_policy, nothing, get_policy},
    route{post,    "/api/v1/policy/reload",   kSession, r::reload_policy, nothing, reload_policy},
    route{post,    "/api/v1/whatif",          kSession, r::reload_policy, body, start_whatif},
    route{get,     "/api/v1/whatif",          kSession, r::view_policy, nothing, get_whatif},
    route{delete_, "/api/v1/whatif",          kSession, r::reload_policy, nothing, stop_whatif},
    route{get,     "/api/v1/model",           kSession, r::view_policy, nothing, get_model},
    route{get,     "/metrics",                door::probe, kAnyone, nothing, metrics},
    route{get,     "/healthz",                door::probe, kAnyone, nothing, healthz},
    route{get,     "/readyz",                 door::probe, kAnyone, nothing, readyz},
};
// clang-format on

// Compares part by part; {id} takes any part.
bool matches(std::string_view pattern, std::string_view path, std::string& id) {
  id.clear();
  while (!pattern.empty() && !path.empty()) {
    const auto pattern_end = pattern.find('/', 1);
    const auto path_end = path.find('/', 1);
    const std::string_view part = path.substr(0, path_end);
    if (pattern.substr(0, pattern_end) == "/{id}") {
      id = part.substr(1);
    } else if (part != pattern.substr(0, pattern_end)) {
      return false;
    }
    pattern = pattern_end == std::string_view::npos ? "" : pattern.substr(pattern_end);
    path = path_end == std::string_view::npos ? "" : path.substr(path_end);
  }
  return pattern.empty() && path.empty();
}

}  // namespace

std::span<const route> routes() {
  return kRoutes;
}

route_match match_route(net::http_method method, std::string_view path) {
  route_match out;
  const net::http_method wanted = method == head ? get : method;
  std::string id;
  for (const route& candidate : kRoutes) {
    if (!matches(candidate.path, path, id)) continue;
    if (candidate.method == wanted) {
      out.found = &candidate;
      out.id = id;
      return out;
    }
    if (!out.allow.empty()) out.allow += ", ";
    out.allow += to_string(candidate.method);
  }
  return out;
}

}  // namespace qorgan::console
