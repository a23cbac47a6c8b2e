#pragma once

// For the tests of the server: the real server on a real port, with the centre around it played by
// small fakes that keep everything in memory.

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <boost/json.hpp>
#include <filesystem>
#include <stdexcept>

#include "base/testing/temporary_folder.h"
#include "console/desk_fakes_test.h"
#include "console/order_fakes_test.h"
#include "console/passwords.h"
#include "console/server.h"
#include "console/server_fakes_test.h"
#include "net/http_test_client.h"

namespace qorgan::console::test {

namespace json = boost::json;
using net::test::client;
using net::test::reply;
using headers = std::vector<std::pair<std::string, std::string>>;

inline const timestamp kStart = *parse_rfc3339("2026-03-01T10:00:00Z");

/// A journal record of a new call. The caller's country follows from `caller`.
inline record started(std::uint64_t n, const char* caller = "4915112345678",
                      const char* callee = "77011234567", verdict enforced = verdict::pass) {
  call_started event;
  event.key = call_key{static_cast<std::uint64_t>(to_us(kStart)) + n};
  event.at = kStart + duration{static_cast<std::int64_t>(n)};
  event.trunk = trunk_id_of("carrier-north");
  event.caller.signalled.assign(caller);
  event.callee.signalled.assign(callee);
  event.caller.number = *e164::from_digits(caller);
  event.callee.number = *e164::from_digits(callee);
  event.caller.info.where = country{caller[0] == '7' ? "KZ" : "DE"};
  event.callee.info.where = country{"KZ"};
  event.source = from_v4(0x7f000101, 5060);
  event.user_agent.assign("evil\u202e\x1b[31m agent");
  record out;
  out.seq = n;
  out.input = event;
  out.decided = decision{.key = event.key,
                         .decided_at = event.at,
                         .enforced = enforced,
                         .would = enforced,
                         .score = 0.25F,
                         .rule = rule_name{"velocity"},
                         .reasons = {}};
  out.decided->reasons.push_back({detector_id{3}, 2.5F, 31, 20});
  out.messages.push_back({event.at, 1, 0, leg::caller, direction::received, {"INVITE"}});
  return out;
}

inline call_key key_of(const record& entry) {
  return call_of(entry.input);
}
inline timestamp later(const record& first, int seconds) {
  return at_of(first.input) + std::chrono::seconds{seconds};
}
inline record ringing(std::uint64_t seq, const record& first) {
  return {.seq = seq,
          .input = call_ringing{key_of(first), later(first, 1)},
          .decided = {},
          .alerts = {},
          .messages = {}};
}
inline record answered(std::uint64_t seq, const record& first) {
  return {.seq = seq,
          .input = call_answered{key_of(first), later(first, 5)},
          .decided = {},
          .alerts = {},
          .messages = {}};
}
inline record ended(std::uint64_t seq, const record& first) {
  return {.seq = seq,
          .input = call_ended{key_of(first), later(first, 60), 200, ended_by::caller},
          .decided = {},
          .alerts = {},
          .messages = {}};
}

struct centre {
  explicit centre(bool demonstration = true) {
    const std::string hash = hash_password("correct horse");
    directory.persons = {{user_id{1}, "desk-1", "Desk 1", role::operator_, hash, false, true},
                         {user_id{2}, "network-1", "Network 1", role::engineer, hash, false, true},
                         {user_id{3}, "gone", "Gone", role::operator_, hash, true, false},
                         {user_id{4}, "lead-1", "Lead 1", role::shift_lead, hash, false, true},
                         {user_id{5}, "law-1", "Law 1", role::prosecutor, hash, false, true},
                         {user_id{6}, "admin-1", "A 1", role::administrator, hash, false, true}};
    status.value.version = "0.1.0";
    status.value.gateway.policy_digest = "abc";
    trunk_figures trunk;
    trunk.name = "carrier-north";
    trunk.attempts = 10;
    trunk.answered = 4;
    trunk.talk_time_ms = 240'000;
    status.value.gateway.trunks.push_back(trunk);
    write_web();
    console_options options;
    options.listen = from_v4(0x7f000001, 0);
    options.web_root = web.path();
    options.demonstration = demonstration;
    options.reports_per_second = 5;
    options.trunks = {{trunk_id_of("carrier-north"), "carrier-north"}};
    options.detectors = {{detector_id{3}, "velocity", "t-en", "t-ru", "t-kk", "en", "ru", "kk"}};
    auto opened = server::open(options, {.archive = archive,
                                         .directory = directory,
                                         .calls = calls,
                                         .desk = desk,
                                         .roster = roster,
                                         .reports = reports,
                                         .clients = clients,
                                         .status = status,
                                         .clock = clock,
                                         .reload_policy = [this] { return reload; },
                                         .trials = trials,
                                         .policy_text = [] { return "rules: []\n"; },
                                         .metrics = [] { return "qorgan_up 1\n"; },
                                         .law = {.orders = orders,
                                                 .appeals = appeals,
                                                 .log = log,
                                                 .reviews = reviews,
                                                 .bases = [] { return sample_law(); },
                                                 .orders_changed = [this] { ++orders_told; },
                                                 .is_trusted = {},
                                                 .domestic_trunks = {},
                                                 .audit_key = "qorgan/centre+00+key"}});
    if (!opened) throw std::runtime_error(opened.error());
    console = std::move(*opened);
    console->start();
  }
  ~centre() { console->stop(); }

  void write_web() const {
    std::filesystem::create_directories(web.file("assets"));
    web.write("index.html", "<!doctype html><title>console</title>");
    web.write("assets/app-1a2b3c.js", "plain");
    web.write("assets/app-1a2b3c.js.gz", "gzipped");
  }

  fake_archive archive;
  fake_people directory;
  fake_calls calls;
  fake_desk desk;
  fake_roster roster;
  fake_orders orders;
  fake_appeals appeals;
  fake_log log;
  fake_reviews reviews;
  std::atomic<int> orders_told{0};
  fake_reports reports;
  fake_clients clients;
  fake_trials trials;
  fake_status status;
  os::clock clock;
  reload_result reload{true, "def", {}};
  temporary_folder web;
  std::unique_ptr<server> console;
};

/// A browser: keeps cookie and CSRF token and speaks JSON.
struct browser {
  explicit browser(centre& of, int receive_buffer = 0)
      : http{of.console->address(), receive_buffer} {}

  bool sign_in(const std::string& name, const std::string& password = "correct horse") {
    const reply answer = post(
        "/api/v1/session", json::serialize(json::object{{"name", name}, {"password", password}}));
    if (answer.status != 200) return false;
    const std::string set = answer.header("set-cookie");
    cookie = set.substr(0, set.find(';'));
    csrf = json::parse(answer.body).at("csrf_token").as_string();
    return true;
  }
  headers own(headers more = {}) const {
    if (!cookie.empty()) more.emplace_back("Cookie", cookie);
    if (!csrf.empty()) more.emplace_back("X-CSRF-Token", csrf);
    return more;
  }
  reply get(const std::string& path, headers more = {}) {
    return http.request("GET", path, own(std::move(more)));
  }
  reply post(const std::string& path, const std::string& body, headers more = {}) {
    more.emplace_back("Content-Type", "application/json");
    return http.request("POST", path, own(std::move(more)), body);
  }
  json::value json_of(const std::string& path) { return json::parse(get(path).body); }

  client http;
  std::string cookie;
  std::string csrf;
};

inline std::string code_of(const reply& answer) {
  EXPECT_EQ(answer.header("content-type"), "application/problem+json");
  json::error_code error;
  const json::value body = json::parse(answer.body, error);
  if (error) return "no JSON: " + answer.body;
  EXPECT_EQ(body.at("status").to_number<int>(), answer.status);
  return std::string{body.at("code").as_string()};
}

/// Waits for the live view, which follows the journal within a tick.
inline reply get_when_known(browser& who, const std::string& path) {
  for (int i = 0; i < 100; ++i) {
    reply answer = who.get(path);
    if (answer.status != 404) return answer;
    std::this_thread::sleep_for(std::chrono::milliseconds{20});
  }
  return who.get(path);
}

}  // namespace qorgan::console::test
