#pragma once

#include <boost/json/object.hpp>
#include <expected>
#include <functional>
#include <mutex>
#include <optional>
#include <string>

#include "console/desk_keeper.h"
#include "console/feed.h"
#include "console/login_limiter.h"
#include "console/problem.h"
#include "console/report_desk.h"
#include "console/server.h"
#include "domain/people.h"
#include "net/http_server.h"

namespace qorgan::console {

/// What endpoints work with. The references outlive every request.
struct endpoint_needs {
  const console_options& options;
  const server::dependencies& outside;
  guarded_view& live;
  login_limiter& logins;
  desk_board& board;
  desk_keeper& desk;
  login_limiter& appeals;  ///< of people without an account, by source
  report_desk& reports;
  std::mutex& drops;  ///< one order at a time: two equal ones cannot both be the first
  std::function<void(std::string session_hash)> session_ended;
  std::function<feed_figures()> feeds;
  std::function<std::vector<seen_console>()> consoles;
  std::function<std::int64_t()> steady_ns;
  /// Real time, for sessions: they do not follow a demonstration's fast clock.
  std::function<timestamp()> real_now;
};

struct signed_in {
  user person;
  session held;
  std::string actor() const;  ///< "operator:desk-1"
};

/// One request on its way through an endpoint. Endpoints run on worker threads and may wait.
struct exchange {
  endpoint_needs& needs;
  const net::http_request& request;
  call_key id{};                             ///< of /calls/{id}, or the number of /orders/{id}
  const signed_in* who = nullptr;            ///< nullptr only where the route is open, or …
  std::optional<reporting_client> client{};  ///< … for a client with its token
  boost::json::object body{};                ///< when the route takes one
  boost::json::object parameters{};          ///< of the query, as texts

  reader eyes() const { return {who->person.acts_as, needs.options.home}; }
};

using answer = std::expected<net::http_response, problem>;

answer about(exchange& x);
answer sign_in(exchange& x);
answer current_session(exchange& x);
answer sign_out(exchange& x);
answer list_calls(exchange& x);
answer search_calls(exchange& x);
answer get_call(exchange& x);
answer drop_call(exchange& x);
answer drop_calls(exchange& x);
answer get_drop(exchange& x);
answer open_number(exchange& x);
answer list_alerts(exchange& x);
answer live_feed_without_upgrade(exchange& x);
answer list_trunks(exchange& x);
answer health(exchange& x);
answer list_rejected(exchange& x);
answer list_detectors(exchange& x);
answer list_legal_bases(exchange& x);
answer list_orders(exchange& x);
answer search_orders(exchange& x);
answer get_order(exchange& x);
answer open_order_target(exchange& x);
answer order_blast_radius(exchange& x);
answer law_day(exchange& x);
answer draft_order(exchange& x);
answer submit_order(exchange& x);
answer retract_order(exchange& x);
answer enact_order(exchange& x);
answer approve_order(exchange& x);
answer ratify_order(exchange& x);
answer refuse_order(exchange& x);
answer lift_order(exchange& x);
answer file_appeal(exchange& x);
answer appeal_status(exchange& x);
answer list_appeals(exchange& x);
answer decide_appeal(exchange& x);
answer report_call(exchange& x);
answer own_audit(exchange& x);
answer get_desk(exchange& x);
answer get_case(exchange& x);
answer closed_cases(exchange& x);
answer report_case(exchange& x);
answer claim_case(exchange& x);
answer release_case(exchange& x);
answer work_on_case(exchange& x);
answer shelve_case(exchange& x);
answer unshelve_case(exchange& x);
answer note_case(exchange& x);
answer drop_case(exchange& x);
answer close_case(exchange& x);
answer reopen_case(exchange& x);
answer escalate_case(exchange& x);
answer acknowledge_case(exchange& x);
answer open_case_number(exchange& x);
answer get_shift(exchange& x);
answer change_shift(exchange& x);
answer quiet_alarm(exchange& x);
answer offer_handover(exchange& x);
answer accept_handover(exchange& x);
answer search_audit(exchange& x);
answer review_sample(exchange& x);
answer review_call(exchange& x);
answer audit_proof(exchange& x);
answer get_policy(exchange& x);
answer reload_policy(exchange& x);
answer start_whatif(exchange& x);
answer get_whatif(exchange& x);
answer stop_whatif(exchange& x);
answer get_model(exchange& x);
answer metrics(exchange& x);
answer healthz(exchange& x);
answer readyz(exchange& x);

// Used by several endpoints.
struct known_call {
  call_summary call;
  bool maybe_live = false;
  bool untouched = false;  ///< may be live, and no drop of it is known to have begun
};
std::optional<known_call> find_known(exchange& x, call_key key);
net::http_response json_answer(unsigned status, const boost::json::object& body);
std::unexpected<problem> refuse(problem_code code, std::string detail = {});
void audit(exchange& x, std::string action, std::string subject, std::string detail);
std::expected<std::string, problem> idempotency_key(const exchange& x);
/// Ends the calls as one order, see drop_endpoints.cc. `calls` in order of keys, none twice.
answer order_drop(exchange& x, std::string key, const std::vector<call_key>& calls,
                  const std::string& cause);

}  // namespace qorgan::console
