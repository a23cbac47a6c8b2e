#include "console/dispatch.h"

#include <boost/json.hpp>
#include <charconv>
#include <stdexcept>

#include "console/body_reader.h"
#include "console/passwords.h"
#include "console/request_text.h"
#include "console/screen/client_table.h"
#include "console/session.h"

namespace qorgan::console {
namespace {

namespace json = boost::json;

bool only_reads(net::http_method method) {
  return method == net::http_method::get || method == net::http_method::head;
}

// A browser says where a request comes from whenever it could do harm; SameSite=Strict keeps the
// cookie at home, this also covers signing in.
bool from_elsewhere(const net::http_request& request) {
  const std::string_view origin = request.header("Origin");
  return !origin.empty() && !same_origin(origin, request.header("Host"));
}

std::expected<json::object, problem> read_parameters(const net::http_request& request) {
  const auto query = parse_query(request.query);
  if (!query) return refuse(problem_code::bad_parameter, "The query is not understood");
  json::object out;
  for (const auto& [name, value] : *query) out[name] = value;
  return out;
}

std::expected<call_key, std::string> parse_number(std::string_view text) {
  call_key out;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out.value);
  if (error != std::errc{} || end != text.data() + text.size() || !out || text.size() > 18) {
    return std::unexpected("must be a number from 1");
  }
  return out;
}

void record_refusal(exchange& x, const route& way, right lacking) {
  const std::string subject = way.id == names::a_call && x.id ? to_string(x.id) : x.request.path;
  audit(x, "refused", subject, "lacks the right " + std::string{to_string(lacking)});
}

// Beyond this point it is known who asks and that the page asked, not another site.
std::optional<problem> enter(exchange& x, const route& way, std::optional<signed_in>& who) {
  if (!only_reads(x.request.method) && from_elsewhere(x.request)) {
    return problem{problem_code::bad_origin, {}};
  }
  if (way.entrance == door::reporting && !x.request.header("Authorization").empty()) {
    x.client = x.needs.reports.client_of(bearer_token(x.request.header("Authorization")),
                                         x.needs.steady_ns() / 1'000'000);
    if (!x.client) return problem{problem_code::bad_token, {}};
    return std::nullopt;
  }
  if (way.entrance != door::session && way.entrance != door::reporting &&
      way.entrance != door::confirming)
    return std::nullopt;
  who = find_signed_in(x.needs, session_hash_of(x.request));
  if (!who) return problem{problem_code::not_signed_in, {}};
  x.who = &*who;
  if (!only_reads(x.request.method) &&
      !equal_secrets(x.request.header("X-CSRF-Token"), who->held.csrf_token)) {
    return problem{problem_code::bad_csrf_token, {}};
  }
  if (way.needs && !may(who->person.acts_as, *way.needs)) {
    record_refusal(x, way, *way.needs);
    return problem{.code = problem_code::forbidden,
                   .detail = "The role " + std::string{to_string(who->person.acts_as)} +
                             " does not have the right " + std::string{to_string(*way.needs)},
                   .lacks = way.needs};
  }
  return std::nullopt;
}

answer run(exchange& x, const route_match& match) {
  const route& way = *match.found;
  if (!match.id.empty()) {
    const auto id = way.id == names::a_number ? parse_number(match.id) : parse_call_key(match.id);
    if (!id) return refuse(problem_code::bad_parameter, "The id " + id.error());
    x.id = *id;
  }
  std::optional<signed_in> who;
  if (auto trouble = enter(x, way, who)) return std::unexpected(std::move(*trouble));
  auto parameters = read_parameters(x.request);
  if (!parameters) return std::unexpected(parameters.error());
  x.parameters = std::move(*parameters);
  if (way.input == takes::body) {
    auto body = parse_body(x.request);
    if (!body) return std::unexpected(body.error());
    x.body = std::move(*body);
  }
  return way.run(x);
}

}  // namespace

net::http_response dispatch(endpoint_needs& needs, const route_match& match,
                            const net::http_request& request) {
  try {
    exchange x{.needs = needs, .request = request};
    answer out = run(x, match);
    return out ? std::move(*out) : to_response(out.error());
  } catch (const std::runtime_error&) {  // what the database throws (domain/call_archive.h)
    return to_response({.code = problem_code::store_unavailable, .retry_after_s = 1});
  } catch (const std::exception&) {
    return to_response({problem_code::internal_error, {}});
  }
}

void add_security_headers(net::http_response& response, bool api) {
  response.headers.push_back(
      {"Content-Security-Policy",
       "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
       "form-action 'self'; frame-ancestors 'none'"});
  response.headers.push_back({"X-Content-Type-Options", "nosniff"});
  response.headers.push_back({"X-Frame-Options", "DENY"});
  response.headers.push_back({"Referrer-Policy", "no-referrer"});
  response.headers.push_back({"Cross-Origin-Opener-Policy", "same-origin"});
  if (api) response.headers.push_back({"Cache-Control", "no-store"});
}

net::http_response json_answer(unsigned status, const json::object& body) {
  net::http_response out;
  out.status = status;
  out.content_type = "application/json";
  out.body = json::serialize(body);
  return out;
}

std::unexpected<problem> refuse(problem_code code, std::string detail) {
  return std::unexpected(problem{code, std::move(detail)});
}

void audit(exchange& x, std::string action, std::string subject, std::string detail) {
  x.needs.outside.directory.add_audit({.at = x.needs.outside.clock.now(),
                                       .actor = x.who->actor(),
                                       .action = std::move(action),
                                       .subject = std::move(subject),
                                       .detail = std::move(detail)});
}

}  // namespace qorgan::console
