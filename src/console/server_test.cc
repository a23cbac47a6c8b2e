// The server through real sockets: signing in, rights, actions, failures.

#include "console/server.h"

#include <gtest/gtest.h>

#include "console/routes.h"
#include "console/server_fixture_test.h"

namespace qorgan::console::test {
namespace {

TEST(sign_in, gives_a_strict_cookie_and_the_rights_of_the_role) {
  centre here;
  browser desk{here};
  const reply answer =
      desk.post("/api/v1/session", R"({"name":"Desk-1","password":"correct horse"})");
  ASSERT_EQ(answer.status, 200);
  const std::string cookie = answer.header("set-cookie");
  for (const char* part : {"HttpOnly", "SameSite=Strict", "Path=/", "Max-Age=43200"}) {
    EXPECT_NE(cookie.find(part), std::string::npos) << part;
  }
  const json::value body = json::parse(answer.body);
  EXPECT_EQ(body.at("user").at("role").as_string(), "operator");
  EXPECT_EQ(
      json::serialize(body.at("rights")),
      R"(["view","claim","annotate","drop_call","warn","close","view_orders","propose_order",)"
      R"("open_number","search_number","read_own_audit","report_call"])");
  // The database holds nothing that signs anybody in.
  const std::string token = cookie.substr(cookie.find('=') + 1, 64);
  EXPECT_EQ(here.directory.sessions.begin()->first, sha256_hex(token));
  EXPECT_EQ(here.directory.entries("sign_in").at(0).actor, "operator:desk-1");
}

TEST(sign_in, behind_tls_the_cookie_is_secure) {
  centre here;
  browser desk{here};
  const reply answer =
      desk.post("/api/v1/session", R"({"name":"desk-1","password":"correct horse"})",
                {{"X-Forwarded-Proto", "https"}});
  EXPECT_NE(answer.header("set-cookie").find("; Secure"), std::string::npos);
}

TEST(sign_in, a_wrong_password_and_an_unknown_name_get_the_same_answer) {
  centre here;
  browser desk{here};
  const reply wrong = desk.post("/api/v1/session", R"({"name":"desk-1","password":"x"})");
  const reply unknown = desk.post("/api/v1/session", R"({"name":"who","password":"x"})");
  const reply disabled =
      desk.post("/api/v1/session", R"({"name":"gone","password":"correct horse"})");
  EXPECT_EQ(code_of(wrong), "wrong_credentials");
  EXPECT_EQ(wrong.body, unknown.body);
  EXPECT_EQ(wrong.body, disabled.body);
  EXPECT_EQ(here.directory.entries("sign_in_failed").size(), 3u);
  EXPECT_EQ(here.directory.entries("sign_in_failed")[1].subject, "unknown name");
}

TEST(sign_in, guessing_is_slowed_down) {
  centre here;
  browser guesser{here};
  for (int i = 0; i < 5; ++i) EXPECT_FALSE(guesser.sign_in("desk-1", "guess"));
  const reply answer =
      guesser.post("/api/v1/session", R"({"name":"desk-1","password":"correct horse"})");
  EXPECT_EQ(answer.status, 429);
  EXPECT_EQ(code_of(answer), "too_many_attempts");
  EXPECT_GT(std::atoi(answer.header("retry-after").c_str()), 0);
}

TEST(sign_in, demonstration_users_cannot_enter_a_real_centre) {
  centre here{false};
  browser desk{here};
  EXPECT_FALSE(desk.sign_in("desk-1"));
  EXPECT_FALSE(desk.json_of("/api/v1/about").as_object().contains("demonstration_users"));
}

TEST(sign_in, a_form_of_another_site_is_refused) {
  centre here;
  browser desk{here};
  const reply answer = desk.post("/api/v1/session", R"({"name":"desk-1","password":"x"})",
                                 {{"Origin", "https://evil.example"}});
  EXPECT_EQ(code_of(answer), "bad_origin");
}

TEST(session, ends_with_signing_out) {
  centre here;
  browser desk{here};
  ASSERT_TRUE(desk.sign_in("desk-1"));
  EXPECT_EQ(desk.json_of("/api/v1/session").at("csrf_token").as_string(), desk.csrf);
  const reply out = desk.http.request("DELETE", "/api/v1/session", desk.own());
  EXPECT_EQ(out.status, 204);
  EXPECT_NE(out.header("set-cookie").find("Max-Age=0"), std::string::npos);
  EXPECT_EQ(code_of(desk.get("/api/v1/session")), "not_signed_in");
}

TEST(session, needs_its_csrf_token_for_everything_but_reading) {
  centre here;
  browser desk{here};
  ASSERT_TRUE(desk.sign_in("desk-1"));
  desk.csrf = "wrong";
  EXPECT_EQ(code_of(desk.post("/api/v1/calls/search", R"({"number_prefix":"7701"})")),
            "bad_csrf_token");
  desk.csrf.clear();
  EXPECT_EQ(code_of(desk.post("/api/v1/policy/reload", "")), "bad_csrf_token");
  EXPECT_EQ(desk.get("/api/v1/calls").status, 200);
}

/// What endpoints about orders are asked with; "" for others.
std::string law_body(std::string_view path) {
  if (path.ends_with("/orders")) {
    return R"({"kind":"number","target":"+4915112345678","does":"block","basis":"rules",)"
           R"("note":"forty complaints","valid_to":")" +
           to_rfc3339(os::clock().now() + std::chrono::hours{10}) + "\"}";
  }
  if (path.ends_with("/orders/search")) return R"({"target":"+49151"})";
  if (path.ends_with("/blast-radius")) return R"({"kind":"number","target":"+4915112345678"})";
  if (path.ends_with("/review")) return R"({"verdict":"wrong"})";
  if (path.ends_with("/audit/search")) return R"({"action":"drop_call"})";
  if (path.ends_with("/decide")) return R"({"decision":"grant","reason":"honest"})";
  if (path.ends_with("/refuse") || path.ends_with("/lift")) return R"({"reason":"honest"})";
  if (path.ends_with("/approve") || path.ends_with("/ratify") || path.ends_with("/enact")) {
    return R"({"password":"correct horse"})";
  }
  return "";
}

// Every endpoint for every role and for nobody: what the table of rights says is what happens.
TEST(rights, every_endpoint_asks_for_its_right) {
  centre here;
  const record call = started(1);
  here.console->publish({&call, 1});
  drop_receipt order;
  order.id = key_of(call);
  order.answer = R"({"call":")" + to_string(order.id) + R"(","state":"requested"})";
  here.directory.receipts.push_back(order);
  const std::string many = R"({"cause":"looks bad","calls":[")" + to_string(order.id) + "\"]}";
  const std::string report = R"({"label":"fraud","call_id":")" + to_string(order.id) + "\"}";
  browser nobody{here};
  for (const char* name : {"desk-1", "network-1", "lead-1", "law-1", "admin-1"}) {
    browser who{here};
    ASSERT_TRUE(who.sign_in(name));
    get_when_known(who, "/api/v1/calls/" + to_string(key_of(call)));
    const role acts_as = here.directory.find_user(name)->acts_as;
    for (const route& way : routes()) {
      const bool for_people = way.entrance == door::session || way.entrance == door::reporting ||
                              way.entrance == door::confirming;
      if (!for_people || way.path == "/api/v1/session") continue;
      std::string path{way.path};
      if (const auto at = path.find("{id}"); at != std::string::npos) {
        path.replace(at, 4, way.id == names::a_number ? "1" : to_string(key_of(call)));
      }
      const std::string method{to_string(way.method)};
      const std::string actor = std::string{to_string(acts_as)} + ":" + name;
      here.desk.prepare(path, {key_of(call).value}, actor, here.clock.now());
      here.roster.prepare(key_of(call).value, actor);
      const bool decides = path.ends_with("/approve") || path.ends_with("/ratify") ||
                           path.ends_with("/refuse") || path.ends_with("/lift");
      here.appeals.prepare();
      here.orders.prepare(path, decides ? "somebody" : name, here.clock.now());
      const std::string body = way.input == takes::nothing    ? ""
                               : desk_body(path) != ""        ? desk_body(path)
                               : law_body(path) != ""         ? law_body(path)
                               : path.ends_with("calls/drop") ? many
                               : path.ends_with("reports")    ? report
                               : path.ends_with("whatif")     ? "{}"
                               : path.ends_with("drop")       ? R"({"cause":"looks bad"})"
                               : path.ends_with("number")     ? R"({"purpose":"to warn"})"
                                                              : R"({"number_prefix":"7701"})";
      const headers more{{"Content-Type", "application/json"},
                         {"Idempotency-Key", "12345678" + path.substr(path.size() / 2)}};
      const auto refusals = here.directory.entries("refused").size();
      EXPECT_EQ(code_of(nobody.http.request(method, path, more, body)), "not_signed_in") << path;
      const reply answer = who.http.request(method, path, who.own(more), body);
      if (may(acts_as, *way.needs)) {
        EXPECT_TRUE(answer.status < 300 || answer.status == 426)
            << name << " " << path << " " << answer.body;
      } else {
        EXPECT_EQ(code_of(answer), "forbidden") << name << " " << path;
        const auto entries = here.directory.entries("refused");
        ASSERT_EQ(entries.size(), refusals + 1) << path;
        EXPECT_NE(entries.back().detail.find(to_string(*way.needs)), std::string::npos);
      }
    }
  }
}

TEST(calls, numbers_are_masked_for_the_reader) {
  centre here;
  const record call = started(1);
  const record spoofed = started(2, "77770001122");
  here.console->publish({&call, 1});
  here.console->publish({&spoofed, 1});
  browser desk{here};
  browser network{here};
  ASSERT_TRUE(desk.sign_in("desk-1"));
  ASSERT_TRUE(network.sign_in("network-1"));
  const std::string path = "/api/v1/calls/" + to_string(key_of(call));
  const json::value seen = json::parse(get_when_known(desk, path).body);
  EXPECT_EQ(seen.at("call").at("caller").as_string(), "+4915112345678");
  EXPECT_EQ(seen.at("call").at("callee").as_string(), "+7701•••••67");
  EXPECT_EQ(seen.at("user_agent").as_string(), "evil[31m agent");
  EXPECT_EQ(seen.at("messages").as_array().size(), 1u);
  EXPECT_EQ(seen.at("live").as_bool(), true);
  const std::string raw = network.get(path).body;
  EXPECT_EQ(json::parse(raw).at("call").at("caller").as_string(), "+4915•••••••78");
  EXPECT_EQ(raw.find("4915112345678"), std::string::npos);
  EXPECT_EQ(raw.find("77011234567"), std::string::npos);
  // A domestic caller may be the number of an honest person somebody borrowed.
  const std::string other = "/api/v1/calls/" + to_string(key_of(spoofed));
  EXPECT_EQ(json::parse(get_when_known(desk, other).body).at("call").at("caller").as_string(),
            "+7777•••••22");
}

TEST(calls, what_became_of_the_signature_is_told_where_somebody_looked) {
  centre here;
  record looked = started(1);
  std::get<call_started>(looked.input).passport = passport_status::verified;
  std::get<call_started>(looked.input).attested = attestation::b;
  const record not_looked = started(2);
  here.console->publish({&looked, 1});
  here.console->publish({&not_looked, 1});
  browser desk{here};
  ASSERT_TRUE(desk.sign_in("desk-1"));
  const auto detail = [&](const record& call) {
    return json::parse(get_when_known(desk, "/api/v1/calls/" + to_string(key_of(call))).body);
  };
  const json::value seen = detail(looked);
  EXPECT_EQ(seen.at("identity").at("status").as_string(), "verified");
  EXPECT_EQ(seen.at("identity").at("attestation").as_string(), "B");
  EXPECT_FALSE(detail(not_looked).as_object().contains("identity"));
}

TEST(calls, opening_a_number_is_recorded_with_its_purpose) {
  centre here;
  const record call = started(1);
  here.console->publish({&call, 1});
  browser desk{here};
  ASSERT_TRUE(desk.sign_in("desk-1"));
  const std::string path = "/api/v1/calls/" + to_string(key_of(call));
  get_when_known(desk, path);
  const reply opened = desk.post(path + "/open-number", R"({"purpose":"to warn the person"})");
  ASSERT_EQ(opened.status, 200);
  EXPECT_EQ(json::parse(opened.body).at("callee").as_string(), "+77011234567");
  const auto entry = here.directory.entries("open_number").at(0);
  EXPECT_EQ(entry.subject, to_string(key_of(call)));
  EXPECT_EQ(entry.detail, "to warn the person");
  here.directory.broken_audit = true;  // no record, no opening
  EXPECT_EQ(code_of(desk.post(path + "/open-number", R"({"purpose":"again"})")),
            "store_unavailable");
}

TEST(calls, pages_follow_the_cursor_and_parameters_are_checked) {
  centre here;
  for (std::uint64_t n = 1; n <= 5; ++n) {
    call_detail kept;
    kept.call.key = call_key{n};
    kept.call.callee = "+77011234567";
    here.archive.add(kept);
  }
  browser desk{here};
  ASSERT_TRUE(desk.sign_in("desk-1"));
  const json::value first = desk.json_of("/api/v1/calls?limit=3&enforced=block&trunk=x");
  EXPECT_EQ(first.at("items").as_array().size(), 3u);
  EXPECT_EQ(here.archive.asked.back().enforced, verdict::block);
  EXPECT_EQ(here.archive.asked.back().trunk, "x");
  const std::string next{first.at("next").as_string()};
  const json::value second = desk.json_of("/api/v1/calls?limit=3&before=" + next);
  EXPECT_EQ(second.at("items").as_array().size(), 2u);
  EXPECT_FALSE(second.as_object().contains("next"));
  for (const char* wrong : {"?limit=0", "?limit=501", "?limit=x", "?enforced=no", "?from=monday",
                            "?before=12", "?unknown=1", "?a=%zz"}) {
    EXPECT_EQ(code_of(desk.get(std::string{"/api/v1/calls"} + wrong)), "bad_parameter") << wrong;
  }
}

TEST(calls, search_takes_the_number_in_the_body_and_leaves_a_masked_trace) {
  centre here;
  browser desk{here};
  ASSERT_TRUE(desk.sign_in("desk-1"));
  EXPECT_EQ(desk.post("/api/v1/calls/search", R"({"number_prefix":"+77011234567"})").status, 200);
  EXPECT_EQ(here.archive.asked.back().number_prefix, "77011234567");
  EXPECT_EQ(here.directory.entries("search_number").at(0).subject, "+7701•••••67");
  for (const char* wrong : {R"({})", R"({"number_prefix":"77"})", R"({"number_prefix":"77x1"})",
                            R"({"number_prefix":7701})", R"({"number_prefix":"7701","extra":1})"}) {
    EXPECT_EQ(code_of(desk.post("/api/v1/calls/search", wrong)), "invalid_body") << wrong;
  }
}

TEST(calls, a_call_of_the_archive_cannot_be_live) {
  centre here;
  call_detail kept;
  kept.call.key = call_key{7};
  kept.call.caller = "anonymous";
  kept.messages.push_back({kStart, 1, 0, leg::caller, direction::received, {"INVITE"}});
  here.archive.add(kept);
  browser desk{here};
  ASSERT_TRUE(desk.sign_in("desk-1"));
  EXPECT_EQ(code_of(desk.get("/api/v1/calls/00000000000000ff")), "not_found");
  EXPECT_EQ(code_of(desk.get("/api/v1/calls/xyz")), "bad_parameter");
}

TEST(centre, health_raises_flags) {
  centre here;
  browser network{here};
  ASSERT_TRUE(network.sign_in("network-1"));
  EXPECT_EQ(network.json_of("/api/v1/health").at("state").as_string(), "ok");
  EXPECT_EQ(network.http.request("GET", "/readyz").status, 200);
  {
    const std::lock_guard lock{here.status.mutex};
    here.status.value.journal.healthy = false;
    here.status.value.journal.trouble = "no space left on device";
    here.status.value.gateway.not_enforced = 7;
    here.status.value.journal.committed = 50'000;
    here.status.value.gateway.next_hops.push_back({"carrier-north", "127.0.0.1:5080", false, {}});
  }
  const json::value bad = network.json_of("/api/v1/health");
  EXPECT_EQ(bad.at("state").as_string(), "red");
  std::string codes;
  for (const json::value& flag : bad.at("flags").as_array()) {
    codes += std::string{flag.at("code").as_string()} + " ";
  }
  EXPECT_EQ(codes, "journal_unhealthy not_enforced projection_behind next_hop_down ");
  const reply ready = network.http.request("GET", "/readyz");
  EXPECT_EQ(ready.status, 503);
  EXPECT_EQ(ready.body, "journal: no space left on device\n");
  EXPECT_EQ(network.http.request("GET", "/healthz").status, 200);
}

TEST(centre, shows_what_was_turned_away_to_engineers_with_numbers_masked) {
  centre here;
  const std::string scan =
      "REGISTER sip:77011234567@192.0.2.1 SIP/2.0\r\nUser-Agent: friendly-scanner\r\n\r\n";
  here.status.turned_away.kinds.push_back(
      {rejection::stranger, "unknown_source", 3, {{from_us(1), from_v4(7, 5061), 90, scan}}});
  here.status.turned_away.strangers.push_back(
      {from_v4(7, 5061), 3, from_us(1), from_us(2'000'000), scan});
  browser network{here};
  ASSERT_TRUE(network.sign_in("network-1"));
  const json::value body = network.json_of("/api/v1/rejected");
  const json::value& message = body.at("kinds").as_array().at(0).at("newest").as_array().at(0);
  EXPECT_EQ(message.at("source").as_string(), "0.0.0.7:5061");
  EXPECT_EQ(message.at("text").as_string(),
            "REGISTER sip:7701•••••67@192.0.2.1 SIP/2.0\nUser-Agent: friendly-scanner\n");
  const json::value& stranger = body.at("strangers").as_array().at(0);
  EXPECT_EQ(stranger.at("address").as_string(), "0.0.0.7");
  EXPECT_EQ(stranger.at("scanner").as_string(), "SIPVicious");
  browser desk{here};
  ASSERT_TRUE(desk.sign_in("desk-1"));
  EXPECT_EQ(desk.get("/api/v1/rejected").status, 403);
}

TEST(centre, probes_answer_while_the_database_hangs) {
  centre here;
  std::unique_lock hang{here.archive.mutex};  // everything that asks the archive waits
  browser desk{here};
  ASSERT_TRUE(desk.sign_in("desk-1"));
  std::vector<std::unique_ptr<client>> waiting;
  for (int i = 0; i < 3; ++i) {
    waiting.push_back(std::make_unique<client>(here.console->address()));
    waiting.back()->send_raw("GET /api/v1/calls HTTP/1.1\r\nHost: x\r\nCookie: " + desk.cookie +
                             "\r\n\r\n");
  }
  EXPECT_EQ(client{here.console->address()}.request("GET", "/readyz").status, 200);
  EXPECT_EQ(client{here.console->address()}.request("GET", "/metrics").status, 200);
  hang.unlock();
  for (const auto& one : waiting) EXPECT_EQ(one->read_reply().status, 200);
}

TEST(centre, trunks_show_a_telephone_engineers_figures) {
  centre here;
  browser network{here};
  ASSERT_TRUE(network.sign_in("network-1"));
  const json::value body = network.json_of("/api/v1/trunks");
  const json::value& trunk = body.at("items").at(0);
  EXPECT_DOUBLE_EQ(trunk.at("asr").as_double(), 0.4);
  EXPECT_DOUBLE_EQ(trunk.at("acd_s").as_double(), 60);
  EXPECT_FALSE(trunk.as_object().contains("pdd_ms"));
  EXPECT_EQ(network.http.request("GET", "/metrics").body, "qorgan_up 1\n");
}

TEST(centre, a_policy_with_mistakes_is_refused_with_file_and_line) {
  centre here;
  browser network{here};
  ASSERT_TRUE(network.sign_in("network-1"));
  EXPECT_EQ(network.post("/api/v1/policy/reload", "").status, 200);
  here.reload = {false, "", {{"policy.yaml", 12, "no such detector"}}};
  const reply refused = network.post("/api/v1/policy/reload", "");
  EXPECT_EQ(code_of(refused), "policy_invalid");
  const json::value body = json::parse(refused.body);
  EXPECT_EQ(body.at("errors").at(0).at("line").to_number<int>(), 12);
  EXPECT_EQ(here.directory.entries("reload_policy").size(), 4u);
}

TEST(centre, people_read_their_own_audit_entries_only) {
  centre here;
  browser desk{here};
  browser network{here};
  ASSERT_TRUE(desk.sign_in("desk-1"));
  ASSERT_TRUE(network.sign_in("network-1"));
  const json::value seen = desk.json_of("/api/v1/audit");
  for (const json::value& entry : seen.at("items").as_array()) {
    EXPECT_EQ(entry.at("actor").as_string(), "operator:desk-1");
  }
  EXPECT_EQ(seen.at("items").as_array().size(), 1u);
}

TEST(failures, have_stable_codes) {
  centre here;
  browser desk{here};
  ASSERT_TRUE(desk.sign_in("desk-1"));
  const auto raw = [&](const std::string& type, const std::string& body) {
    headers more = desk.own({{"Content-Type", type}});
    return code_of(desk.http.request("POST", "/api/v1/calls/search", more, body));
  };
  EXPECT_EQ(raw("text/plain", "{}"), "unsupported_media_type");
  EXPECT_EQ(raw("application/json; charset=utf-8", "{"), "bad_json");
  EXPECT_EQ(raw("application/json", "[]"), "invalid_body");
  EXPECT_EQ(raw("application/json", std::string(1'000, '[')), "bad_json");
  EXPECT_EQ(code_of(desk.get("/api/v1/nothing")), "not_found");
  EXPECT_EQ(code_of(desk.get("/api/v1/live")), "upgrade_required");
  const reply put = desk.http.request("PUT", "/api/v1/session", desk.own());
  EXPECT_EQ(code_of(put), "method_not_allowed");
  EXPECT_EQ(put.header("allow"), "POST, GET, DELETE");
  here.archive.broken = true;
  EXPECT_EQ(code_of(desk.get("/api/v1/calls")), "store_unavailable");
  browser large{here};
  EXPECT_EQ(code_of(large.post("/api/v1/session", std::string(70'000, ' '))), "body_too_large");
  browser heavy{here};
  EXPECT_EQ(code_of(heavy.get("/", {{"X-Long", std::string(20'000, 'x')}})), "headers_too_large");
}

TEST(web, files_have_types_tags_and_lifetimes) {
  centre here;
  browser visitor{here};
  const reply page = visitor.get("/");
  EXPECT_EQ(page.status, 200);
  EXPECT_EQ(page.header("content-type"), "text/html; charset=utf-8");
  EXPECT_EQ(page.header("cache-control"), "no-cache");
  EXPECT_NE(page.header("content-security-policy").find("default-src 'self'"), std::string::npos);
  EXPECT_EQ(page.header("x-content-type-options"), "nosniff");
  EXPECT_EQ(visitor.get("/calls/0123456789abcdef").body, page.body) << "a link into the console";
  EXPECT_EQ(visitor.get("/", {{"If-None-Match", page.header("etag")}}).status, 304);
  const reply script = visitor.get("/assets/app-1a2b3c.js");
  EXPECT_EQ(script.body, "plain");
  EXPECT_EQ(script.header("cache-control"), "public, max-age=31536000, immutable");
  const reply small = visitor.get("/assets/app-1a2b3c.js", {{"Accept-Encoding", "gzip, br"}});
  EXPECT_EQ(small.body, "gzipped");
  EXPECT_EQ(small.header("content-encoding"), "gzip");
}

TEST(web, no_path_leads_out_of_the_folder) {
  centre here;
  browser visitor{here};
  for (const char* path : {"/../../etc/hosts.conf", "/%2e%2e/%2e%2e/etc/passwd.txt",
                           "/assets/../../x.txt", "/missing.js", "/%00.js"}) {
    EXPECT_EQ(visitor.get(path).status, 404) << path;
  }
  EXPECT_EQ(visitor.post("/", "{}").status, 405);
}

}  // namespace
}  // namespace qorgan::console::test
