// The real server on a real port; the call path is played by a desk that answers, keeps silent or
// is full as the test wants it.

#include "console/screen/screen_server.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/json.hpp>
#include <deque>
#include <mutex>
#include <stdexcept>
#include <thread>

#include "base/token_bucket.h"
#include "console/passwords.h"
#include "console/screen/screen_answer.h"
#include "net/http_test_client.h"
#include "net/poller.h"

namespace qorgan::console {
namespace {

namespace json = boost::json;
using net::test::client;
using net::test::reply;

constexpr const char* kToken = "qorgan_right";
constexpr const char* kSlowToken = "qorgan_slow";

struct fake_desk final : enquiry_desk {
  bool submit(const enquiry_letter& letter) noexcept override {
    const std::lock_guard lock{mutex};
    if (full) return false;
    letters.push_back(letter);
    enquiry_answer answer = next;
    std::visit([&](const auto& of) { answer.ticket = of.ticket; }, letter);
    if (!silent && answer.ticket != 0) answers.push_back(answer);
    net::wake(fd);
    return true;
  }
  bool next_answer(enquiry_answer& out) noexcept override {
    const std::lock_guard lock{mutex};
    if (answers.empty()) return false;
    out = answers.front();
    answers.pop_front();
    return true;
  }
  void wake_on_answer(int event_fd) noexcept override {
    const std::lock_guard lock{mutex};
    fd = event_fd;
  }
  /// What the test changes while the server runs.
  template <typename Change>
  void set(Change change) {
    const std::lock_guard lock{mutex};
    change(*this);
  }
  std::size_t count() {
    const std::lock_guard lock{mutex};
    return letters.size();
  }
  template <typename Letter>
  std::vector<Letter> all() {
    const std::lock_guard lock{mutex};
    std::vector<Letter> out;
    for (const enquiry_letter& letter : letters) {
      if (const auto* of = std::get_if<Letter>(&letter)) out.push_back(*of);
    }
    return out;
  }
  void answer_now(std::uint64_t ticket) {
    const std::lock_guard lock{mutex};
    enquiry_answer late = next;
    late.ticket = ticket;
    answers.push_back(late);
    net::wake(fd);
  }

  std::mutex mutex;
  std::deque<enquiry_letter> letters;
  std::deque<enquiry_answer> answers;
  enquiry_answer next;
  bool silent = false;
  bool full = false;
  int fd = -1;
};

struct fake_clients final : api_clients {
  std::vector<api_client> clients() override {
    const std::lock_guard lock{mutex};
    if (broken) throw std::runtime_error("database is gone");
    return all;
  }
  void save_client(const api_client&, const audit_entry&) override {}
  std::mutex mutex;
  bool broken = false;
  std::vector<api_client> all{{"switch", sha256_hex(kToken), {"north", "south"}, 1'000, false, {}},
                              {"slow", sha256_hex(kSlowToken), {"north"}, 2, false, {}},
                              {"gone", sha256_hex("qorgan_gone"), {"north"}, 1'000, true, {}}};
};

struct screening {
  explicit screening(std::chrono::milliseconds patience = std::chrono::milliseconds{2'000}) {
    desk.next.made.key = call_key{0x0006'1e0c'a4f7'3a80};
    screen_options options;
    options.listen = from_v4(0x7f000001, 0);
    options.patience = patience;
    options.detectors = {{detector_id{3}, "velocity", "t", "t", "t",
                          "{observed} calls of {threshold}", "{observed} звонков из {threshold}",
                          "{threshold} ішінен {observed}"}};
    server = std::move(*screen_server::open(
        options, {.calls = desk, .directory = clients, .is_emergency = [](trunk_id, auto callee) {
                    return callee == "112";
                  }}));
    server->start();
  }
  ~screening() { server->stop(); }

  reply post(const std::string& path, const std::string& body, const std::string& token = kToken,
             const std::string& language = "en") {
    client http{server->address()};
    return http.request("POST", path,
                        {{"Authorization", "Bearer " + token},
                         {"Content-Type", "application/json"},
                         {"Accept-Language", language}},
                        body);
  }
  reply ask(const std::string& more = "", const std::string& token = kToken,
            const std::string& language = "en") {
    return post("/v1/screen",
                R"({"trunk":"north","caller":"+442079460001","callee":"+77010000001")" + more + "}",
                token, language);
  }
  /// Figures once the published ones satisfy the test.
  template <typename Condition>
  bool eventually(Condition holds) {
    for (int i = 0; i < 500; ++i) {
      if (holds(server->figures())) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds{10});
    }
    return false;
  }

  fake_desk desk;
  fake_clients clients;
  std::unique_ptr<screen_server> server;
};

std::string code_of(const reply& answer) {
  EXPECT_EQ(answer.header("content-type"), "application/problem+json") << answer.body;
  json::error_code error;
  const json::value body = json::parse(answer.body, error);
  return error ? "no JSON" : std::string{body.at("code").as_string()};
}

json::object body_of(const reply& answer) {
  EXPECT_EQ(answer.status, 200) << answer.body;
  return json::parse(answer.body).as_object();
}

TEST(screen_server, a_question_reaches_the_call_path_whole_and_its_answer_the_switch) {
  screening s;
  s.desk.set([](fake_desk& d) {
    decision& made = d.next.made;
    made.enforced = made.would = verdict::block;
    made.score = 0.97F;
    made.rule = std::string_view{"burst"};
    made.reasons.push_back({detector_id{3}, 2.5F, 31, 20});
    d.next.refuse_with = 603;
    d.next.mode = enforcement::enforce;
  });
  const reply answer =
      s.ask(R"(,"call_id":"1@switch","source":"192.0.2.1:5060","media":"192.0.2.9:40000",)"
            R"("user_agent":"ss7 gw","fingerprint":"vendor x","attestation":"B")");
  const json::object body = body_of(answer);
  EXPECT_EQ(body.at("id"), "00061e0ca4f73a80");
  EXPECT_EQ(body.at("verdict"), "block");
  EXPECT_EQ(body.at("mode"), "enforce");
  EXPECT_EQ(body.at("rule"), "burst");
  EXPECT_EQ(body.at("refusal").at("sip"), 603);
  EXPECT_EQ(body.at("refusal").at("q850"), 21);
  EXPECT_EQ(body.at("reasons").at(0).at("text"), "31 calls of 20");
  EXPECT_EQ(body.at("reasons").at(0).at("detector"), "velocity");
  const auto asked = s.desk.all<enquiry>();
  ASSERT_EQ(asked.size(), 1u);
  EXPECT_EQ(asked[0].trunk, trunk_id_of("north"));
  EXPECT_EQ(asked[0].caller.view(), "+442079460001");
  EXPECT_EQ(asked[0].callee.view(), "+77010000001");
  EXPECT_EQ(asked[0].call_id.view(), "1@switch");
  EXPECT_EQ(to_string(asked[0].source), "192.0.2.1:5060");
  EXPECT_EQ(to_string(asked[0].media), "192.0.2.9:40000");
  EXPECT_EQ(asked[0].attested, attestation::b);
  EXPECT_NE(asked[0].fingerprint, 0u);
  EXPECT_FALSE(asked[0].emergency);
}

TEST(screen_server, reasons_come_in_the_language_the_switch_likes_best) {
  screening s;
  s.desk.set([](fake_desk& d) {
    d.next.made.enforced = verdict::label;
    d.next.made.reasons.push_back({detector_id{3}, 2.5F, 31, 20});
  });
  const auto in = [&](const char* wish) {
    const reply answer = s.ask("", kToken, wish);
    return answer.header("content-language") + ": " +
           std::string(body_of(answer).at("reasons").at(0).at("text").as_string()) + " / " +
           std::string(body_of(answer).at("label").as_string());
  };
  EXPECT_EQ(in("ru-RU, en;q=0.5"), "ru: 31 звонков из 20 / Возможно, мошенники");
  EXPECT_EQ(in("en;q=0.3, kk;q=0.8"), "kk: 20 ішінен 31 / Алаяқ болуы мүмкін");
  EXPECT_EQ(in("de"), "en: 31 calls of 20 / Suspected scam");
}

TEST(screen_server, nobody_without_a_token_of_its_own_gets_to_the_call_path) {
  screening s;
  for (const char* token : {"", "qorgan_wrong", "qorgan_gone", "Qorgan_right"}) {
    const reply answer = s.ask("", token);
    EXPECT_EQ(answer.status, 401) << token;
    EXPECT_EQ(code_of(answer), "bad_token") << token;
    EXPECT_EQ(answer.header("www-authenticate"), "Bearer") << token;
  }
  client bare{s.server->address()};
  EXPECT_EQ(bare.request("POST", "/v1/screen", {}, "{}").status, 401);
  EXPECT_TRUE(s.desk.all<enquiry>().empty());
  EXPECT_TRUE(s.eventually([](const auto& f) { return f.bad_tokens == 5; }));
}

TEST(screen_server, a_client_names_its_own_trunks_only) {
  screening s;
  const reply south = s.post("/v1/screen", R"({"trunk":"south","callee":"1"})", kSlowToken);
  EXPECT_EQ(south.status, 403);
  EXPECT_EQ(code_of(south), "trunk_not_allowed");
  const reply none = s.post("/v1/screen", R"({"trunk":"nowhere","callee":"1"})");
  EXPECT_EQ(code_of(none), "trunk_not_allowed") << "nothing tells which trunks there are";
  EXPECT_EQ(s.post("/v1/screen/00061e0ca4f73a80/events", R"({"trunk":"south","event":"ringing"})",
                   kSlowToken)
                .status,
            403);
  EXPECT_EQ(s.desk.count(), 0u);
}

TEST(screen_server, a_wrong_body_says_every_mistake_and_goes_no_further) {
  screening s;
  EXPECT_EQ(code_of(s.post("/v1/screen", "{")), "bad_json");
  EXPECT_EQ(code_of(s.post("/v1/screen", "[1]")), "invalid_body");
  const reply many =
      s.post("/v1/screen", R"({"callee":7,"source":"x","attestation":"D","more":1})");
  EXPECT_EQ(many.status, 422);
  std::vector<std::string> fields;
  for (const json::value& error : json::parse(many.body).at("errors").as_array()) {
    fields.emplace_back(error.at("field").as_string());
  }
  for (const char* field : {"trunk", "callee", "source", "attestation", "more"}) {
    EXPECT_NE(std::ranges::find(fields, field), fields.end()) << field << " in " << many.body;
  }
  EXPECT_EQ(s.post("/v1/screen", std::string((64 << 10) + 1, 'x')).status, 413);
  client plain{s.server->address()};
  EXPECT_EQ(
      plain
          .request("POST", "/v1/screen", {{"Authorization", std::string("Bearer ") + kToken}}, "{}")
          .status,
      415);
  client get{s.server->address()};
  const reply wrong = get.request("GET", "/v1/screen");
  EXPECT_EQ(wrong.status, 405);
  EXPECT_EQ(wrong.header("allow"), "POST");
  EXPECT_EQ(s.post("/v1/other", "{}").status, 404);
  EXPECT_EQ(code_of(s.post("/v1/screen/xyz/events", R"({"trunk":"north","event":"ended"})")),
            "bad_parameter");
  EXPECT_EQ(s.desk.count(), 0u);
}

TEST(screen_server, beyond_its_rate_a_client_is_told_when_to_come_back_but_emergencies_pass) {
  screening s;
  int limited = 0;
  std::string retry;
  for (int i = 0; i < 6; ++i) {
    const reply answer = s.ask("", kSlowToken);
    if (answer.status != 429) continue;
    ++limited;
    retry = answer.header("retry-after");
    EXPECT_EQ(code_of(answer), "rate_limited");
  }
  EXPECT_GE(limited, 1);
  EXPECT_EQ(retry, "1");
  EXPECT_EQ(s.ask().status, 200) << "another client's rate is its own";
  for (int i = 0; i < 20; ++i) {
    const reply answer = s.post("/v1/screen", R"({"trunk":"north","callee":"112"})", kSlowToken);
    ASSERT_EQ(answer.status, 200) << i;
    ASSERT_EQ(body_of(answer).at("verdict"), "pass");
    ASSERT_EQ(body_of(answer).at("emergency"), true);
  }
}

TEST(screen_server, an_emergency_call_passes_at_once_whatever_else_is_wrong) {
  screening s{std::chrono::seconds{5}};
  s.desk.set([](fake_desk& d) { d.silent = true; });
  const auto began = std::chrono::steady_clock::now();
  const reply recorded = s.post(
      "/v1/screen", R"({"trunk":"north","callee":"112","caller":"+77010000009","call_id":"e"})");
  EXPECT_EQ(body_of(recorded).at("verdict"), "pass");
  const reply broken =
      s.post("/v1/screen", R"({"trunk":"nowhere","callee":"112","source":7,"unknown":[]})");
  EXPECT_EQ(body_of(broken).at("verdict"), "pass");
  s.desk.set([](fake_desk& d) { d.full = true; });
  EXPECT_EQ(body_of(s.post("/v1/screen", R"({"trunk":"north","callee":"112"})")).at("verdict"),
            "pass");
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds{2});
  const auto letters = s.desk.all<enquiry>();
  ASSERT_EQ(letters.size(), 1u) << "recorded where the trunk is the client's";
  EXPECT_TRUE(letters[0].emergency);
  EXPECT_EQ(letters[0].ticket, 0u) << "nobody waits for it";
  EXPECT_EQ(letters[0].call_id.view(), "e");
  EXPECT_TRUE(
      s.eventually([](const auto& f) { return f.emergency == 3 && f.emergency_unrecorded == 2; }));
}

TEST(screen_server, a_call_path_that_is_silent_or_full_lets_calls_pass) {
  screening s{std::chrono::milliseconds{40}};
  s.desk.set([](fake_desk& d) { d.silent = true; });
  const json::object silent = body_of(s.ask());
  EXPECT_EQ(silent.at("verdict"), "pass");
  EXPECT_EQ(silent.at("open"), "no_answer");
  EXPECT_EQ(silent.at("unscreened"), true);
  EXPECT_FALSE(silent.contains("id"));
  const reply news =
      s.post("/v1/screen/00061e0ca4f73a80/events", R"({"trunk":"north","event":"ringing"})");
  EXPECT_EQ(news.status, 503);
  EXPECT_EQ(news.header("retry-after"), "1");
  s.desk.answer_now(s.desk.all<enquiry>().at(0).ticket);
  s.desk.set([](fake_desk& d) { d.full = true; });
  EXPECT_EQ(body_of(s.ask()).at("open"), "queue_full");
  EXPECT_TRUE(s.eventually([](const auto& f) {
    return f.no_answer == 1 && f.queue_full == 1 && f.answers_too_late == 1;
  }));
}

TEST(screen_server, a_refusal_without_a_record_says_why_it_passes) {
  screening s;
  s.desk.set([](fake_desk& d) {
    d.next.made.would = verdict::block;
    d.next.open = fail_open::no_record;
  });
  const json::object body = body_of(s.ask());
  EXPECT_EQ(body.at("verdict"), "pass");
  EXPECT_EQ(body.at("would"), "block");
  EXPECT_EQ(body.at("open"), "no_record");
}

TEST(screen_server, news_of_a_call_have_their_answers) {
  screening s;
  const auto tell = [&](enquiry_answer::outcome what) {
    s.desk.set([what](fake_desk& d) { d.next.what = what; });
    return s.post("/v1/screen/00061e0ca4f73a80/events",
                  R"({"trunk":"north","event":"ended","code":486,"by":"callee"})");
  };
  EXPECT_EQ(tell(enquiry_answer::outcome::told).status, 204);
  EXPECT_EQ(code_of(tell(enquiry_answer::outcome::unknown_call)), "not_found");
  EXPECT_EQ(code_of(tell(enquiry_answer::outcome::call_over)), "call_not_live");
  const auto news = s.desk.all<call_news>();
  ASSERT_EQ(news.size(), 3u);
  EXPECT_EQ(news[0].key, call_key{0x0006'1e0c'a4f7'3a80});
  EXPECT_EQ(news[0].step, call_step::ended);
  EXPECT_EQ(news[0].code, 486);
  EXPECT_EQ(news[0].by, ended_by::callee);
  EXPECT_EQ(code_of(s.post("/v1/screen/00061e0ca4f73a80/events",
                           R"({"trunk":"north","event":"gone","code":99,"by":"me"})")),
            "invalid_body");
}

TEST(screen_server,
     a_revoked_client_is_out_within_seconds_and_a_silent_database_throws_nobody_out) {
  screening s;
  {
    const std::lock_guard lock{s.clients.mutex};
    s.clients.broken = true;
  }
  std::this_thread::sleep_for(std::chrono::milliseconds{2'300});
  EXPECT_EQ(s.ask().status, 200);
  {
    const std::lock_guard lock{s.clients.mutex};
    s.clients.broken = false;
    s.clients.all[0].revoked = true;
  }
  int status = 200;
  for (int i = 0; i < 500 && status != 401; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds{10});
    status = s.ask().status;
  }
  EXPECT_EQ(status, 401);
}

TEST(screen_server, stopping_answers_whoever_still_waits) {
  screening s{std::chrono::seconds{60}};
  s.desk.set([](fake_desk& d) { d.silent = true; });
  client http{s.server->address()};
  const std::string body = R"({"trunk":"north","callee":"1"})";
  http.send_raw("POST /v1/screen HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer " +
                std::string(kToken) + "\r\nContent-Type: application/json\r\nContent-Length: " +
                std::to_string(body.size()) + "\r\n\r\n" + body);
  ASSERT_TRUE(s.eventually([](const auto& f) { return f.waiting == 1; }));
  std::thread stopper{[&] { s.server->stop(); }};
  const reply answer = http.read_reply();
  stopper.join();
  EXPECT_EQ(body_of(answer).at("open"), "no_answer");
}

TEST(screen_answer, causes_follow_rfc_3398) {
  EXPECT_EQ(q850_cause(603), 21);
  EXPECT_EQ(q850_cause(404), 1);
  EXPECT_EQ(q850_cause(486), 17);
  EXPECT_EQ(q850_cause(503), 41);
  EXPECT_EQ(q850_cause(608), 21);
  EXPECT_EQ(q850_cause(699), 31);
  EXPECT_EQ(q850_cause(0), 0);
}

TEST(token_bucket, refills_with_time_and_says_how_long_to_wait) {
  token_bucket bucket{2, 0};
  EXPECT_TRUE(bucket.take(0));
  EXPECT_TRUE(bucket.take(0));
  EXPECT_FALSE(bucket.take(0));
  EXPECT_EQ(bucket.wait_ms(0), 500);
  EXPECT_EQ(bucket.wait_ms(400), 100);
  EXPECT_TRUE(bucket.take(500));
  EXPECT_FALSE(bucket.take(400)) << "time does not run back";
  for (int i = 0; i < 2; ++i) EXPECT_TRUE(bucket.take(100'000)) << "saved up for a second at most";
  EXPECT_FALSE(bucket.take(100'000));
}

}  // namespace
}  // namespace qorgan::console
