// Signing in and out, and what a session is.

#include <boost/json.hpp>

#include "console/body_reader.h"
#include "console/orders.h"
#include "console/passwords.h"
#include "console/request_text.h"
#include "console/session.h"

namespace qorgan::console {
namespace {

namespace json = boost::json;

// Behind a TLS proxy the cookie must never travel in the clear. A forged header only makes the
// cookie stricter.
std::string cookie(const net::http_request& request, std::string_view value, unsigned max_age_s) {
  std::string out = std::string{kSessionCookie} + "=" + std::string{value} +
                    "; Path=/; HttpOnly; SameSite=Strict; Max-Age=" + std::to_string(max_age_s);
  if (request.header("X-Forwarded-Proto") == "https") out += "; Secure";
  return out;
}

json::object session_json(const signed_in& who, const console_options& options) {
  json::array rights;
  for (const right what : rights_of(who.person.acts_as)) rights.push_back(to_string(what).data());
  return {{"user", json::object{{"name", who.person.name},
                                {"display_name", who.person.display_name},
                                {"role", to_string(who.person.acts_as)}}},
          {"rights", std::move(rights)},
          {"csrf_token", who.held.csrf_token},
          {"expires_at", to_rfc3339(who.held.expires_at)},
          {"demonstration", options.demonstration}};
}

struct credentials {
  std::string name;
  std::string password;
};

std::expected<credentials, problem> read_credentials(const json::object& body) {
  body_reader read{body};
  credentials out{read.text("name", 1, 64), read.secret("password", 256)};
  if (auto mistakes = read.finish(problem_code::invalid_body)) {
    return std::unexpected(std::move(*mistakes));
  }
  for (char& c : out.name) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return out;
}

// Someone may have typed the password into the name field, so a name nobody has is not recorded.
void record_failure(exchange& x, const std::optional<user>& person) {
  x.needs.outside.directory.add_audit({.at = x.needs.outside.clock.now(),
                                       .actor = "anonymous",
                                       .action = "sign_in_failed",
                                       .subject = person ? person->name : "unknown name",
                                       .detail = "from " + address_text(x.request.peer)});
}

}  // namespace

std::string signed_in::actor() const {
  return std::string{to_string(person.acts_as)} + ":" + person.name;
}

std::string session_hash_of(const net::http_request& request) {
  const std::string_view token = cookie_value(request.header("Cookie"), kSessionCookie);
  return token.empty() ? std::string{} : sha256_hex(token);
}

bool may_enter(const user& person, const console_options& options) {
  return !person.disabled && (!person.demonstration || options.demonstration);
}

std::optional<signed_in> find_signed_in(endpoint_needs& needs, const std::string& session_hash) {
  if (session_hash.empty()) return std::nullopt;
  people& directory = needs.outside.directory;
  auto held = directory.find_session(session_hash, needs.real_now());
  if (!held) return std::nullopt;
  auto person = directory.find_user(held->who);
  if (!person || !may_enter(*person, needs.options)) return std::nullopt;
  return signed_in{std::move(*person), std::move(*held)};
}

std::optional<problem> confirm_password(exchange& x, const std::string& password) {
  const std::string source = address_text(x.request.peer);
  const std::string& name = x.who->person.name;
  if (const unsigned wait = x.needs.logins.take(source, name, x.needs.steady_ns())) {
    return problem{.code = problem_code::too_many_attempts,
                   .detail = "Try again in " + std::to_string(wait) + " s",
                   .retry_after_s = wait};
  }
  if (!verify_password(x.who->person.password_hash, password)) {
    audit(x, "not_confirmed", name, "wrong password for " + x.request.path);
    return problem{problem_code::wrong_credentials, "The password is wrong"};
  }
  x.needs.logins.give_back(source, name);
  return std::nullopt;
}

answer about(exchange& x) {
  const centre_status status = x.needs.outside.status.status();
  json::object out{{"product", "Qorgan"},
                   {"version", status.version},
                   {"node", status.node},
                   {"demonstration", x.needs.options.demonstration}};
  if (x.needs.options.demonstration) {
    json::array users;
    for (const user& person : x.needs.outside.directory.users()) {
      if (!person.demonstration || person.disabled) continue;
      users.push_back(json::object{{"name", person.name}, {"role", to_string(person.acts_as)}});
    }
    out["demonstration_users"] = std::move(users);
  }
  return json_answer(200, out);
}

answer sign_in(exchange& x) {
  const auto given = read_credentials(x.body);
  if (!given) return std::unexpected(given.error());
  const std::string source = address_text(x.request.peer);
  if (const unsigned wait = x.needs.logins.take(source, given->name, x.needs.steady_ns())) {
    return std::unexpected(problem{.code = problem_code::too_many_attempts,
                                   .detail = "Try again in " + std::to_string(wait) + " s",
                                   .retry_after_s = wait});
  }
  people& directory = x.needs.outside.directory;
  std::optional<user> person = directory.find_user(given->name);
  const bool known = person && may_enter(*person, x.needs.options);
  if (!verify_password(known ? person->password_hash : "", given->password)) {
    record_failure(x, person);
    return refuse(problem_code::wrong_credentials);
  }
  x.needs.logins.give_back(source, given->name);
  const std::string token = random_token();
  const timestamp now = x.needs.real_now();
  const std::chrono::hours length{x.needs.options.session_hours};
  const signed_in who{*person,
                      {.token_hash = sha256_hex(token),
                       .who = person->id,
                       .csrf_token = random_token(),
                       .created_at = now,
                       .expires_at = now + length}};
  directory.add_session(who.held, {.at = x.needs.outside.clock.now(),
                                   .actor = who.actor(),
                                   .action = "sign_in",
                                   .subject = person->name,
                                   .detail = "from " + source});
  net::http_response out = json_answer(200, session_json(who, x.needs.options));
  const auto max_age = std::chrono::duration_cast<std::chrono::seconds>(length).count();
  out.headers.push_back({"Set-Cookie", cookie(x.request, token, static_cast<unsigned>(max_age))});
  return out;
}

answer current_session(exchange& x) {
  return json_answer(200, session_json(*x.who, x.needs.options));
}

answer sign_out(exchange& x) {
  x.needs.outside.directory.remove_session(x.who->held.token_hash,
                                           {.at = x.needs.outside.clock.now(),
                                            .actor = x.who->actor(),
                                            .action = "sign_out",
                                            .subject = x.who->person.name,
                                            .detail = {}});
  x.needs.session_ended(x.who->held.token_hash);
  net::http_response out;
  out.status = 204;
  out.headers.push_back({"Set-Cookie", cookie(x.request, "", 0)});
  return out;
}

}  // namespace qorgan::console
