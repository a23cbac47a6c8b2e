// Reports through the real server: of people at the desk and of clients with tokens.

#include <gtest/gtest.h>

#include "console/server_fixture_test.h"

namespace qorgan::console::test {
namespace {

struct reports : testing::Test {
  void SetUp() override {
    here.clients.all = {
        {"hotline", sha256_hex("token-h"), {}, 10, false, {}, report_source::citizen},
        {"switch", sha256_hex("token-s"), {"carrier-north"}, 10, false, {}, std::nullopt},
        {"gone", sha256_hex("token-g"), {}, 10, true, {}, report_source::bank}};
    call_detail known;
    known.call.key = key_of(call);
    known.call.started_at = kStart;
    known.call.caller = "+4915112345678";
    known.call.callee = "+77011234567";
    here.archive.add(known);
  }
  reply with_token(const std::string& token, const std::string& body) {
    return desk.http.request(
        "POST", "/api/v1/reports",
        {{"Authorization", "Bearer " + token}, {"Content-Type", "application/json"}}, body);
  }
  static std::string about(const std::string& caller) {
    return R"({"label":"fraud","caller":")" + caller + R"(","at":"2026-03-01T10:20:00Z"})";
  }

  centre here;
  record call = started(1);
  browser desk{here};
};

TEST_F(reports, of_the_desk_count_as_an_operators_and_name_both_numbers) {
  ASSERT_TRUE(desk.sign_in("desk-1"));
  const reply answer =
      desk.post("/api/v1/reports", R"({"label":"fraud","note":"asked for a code","call_id":")" +
                                       to_string(key_of(call)) + "\"}");
  ASSERT_EQ(answer.status, 202) << answer.body;
  const json::value body = json::parse(answer.body);
  EXPECT_EQ(body.at("source").as_string(), "operator");
  EXPECT_EQ(body.at("call").as_string(), to_string(key_of(call)));
  ASSERT_EQ(here.reports.taken.size(), 1u);
  const call_reported& said = here.reports.taken[0];
  EXPECT_EQ(to_string(said.caller), "+4915112345678");
  EXPECT_EQ(to_string(said.callee), "+77011234567");
  EXPECT_EQ(said.source, report_source::operator_);
  EXPECT_TRUE(said.fraud);
  EXPECT_EQ(said.about, key_of(call));
  EXPECT_EQ(said.actor.view(), "operator:desk-1");
  const auto entries = here.directory.entries("report_call");
  ASSERT_EQ(entries.size(), 1u);
  EXPECT_EQ(entries[0].actor, "operator:desk-1");
  EXPECT_EQ(entries[0].detail, "operator: fraud: asked for a code");
}

TEST_F(reports, of_a_client_count_as_what_its_configuration_says) {
  const reply answer = with_token("token-h", about("4915112345678"));
  ASSERT_EQ(answer.status, 202) << answer.body;
  const json::value body = json::parse(answer.body);
  EXPECT_EQ(body.at("source").as_string(), "citizen");
  EXPECT_TRUE(body.at("call_known").as_bool());
  ASSERT_EQ(here.reports.taken.size(), 1u);
  EXPECT_EQ(to_string(here.reports.taken[0].callee), "+77011234567");
  EXPECT_EQ(here.directory.entries("report_call").at(0).actor, "client:hotline");
  EXPECT_EQ(code_of(with_token("token-h", R"({"label":"fraud","source":"police",)"
                                          R"("caller":"1","at":"2026-03-01T10:20:00Z"})")),
            "invalid_body");
  EXPECT_EQ(here.reports.taken.size(), 1u);
}

TEST_F(reports, need_a_token_of_somebody_who_may) {
  EXPECT_EQ(code_of(with_token("token-x", about("4915112345678"))), "bad_token");
  EXPECT_EQ(code_of(with_token("token-g", about("4915112345678"))), "bad_token");
  EXPECT_EQ(code_of(with_token("token-s", about("4915112345678"))), "forbidden");
  EXPECT_EQ(code_of(desk.post("/api/v1/reports", about("4915112345678"))), "not_signed_in");
  EXPECT_TRUE(here.reports.taken.empty());
  EXPECT_EQ(here.console->report_figures().refused, 3u);
}

TEST_F(reports, of_unknown_calls_are_counted_and_answered_plainly) {
  EXPECT_EQ(code_of(with_token("token-h", R"({"label":"fraud","call_id":"00000000000000ff"})")),
            "not_found");
  const reply number = with_token("token-h", about("+33142345678"));
  ASSERT_EQ(number.status, 202);
  EXPECT_FALSE(json::parse(number.body).at("call_known").as_bool());
  ASSERT_EQ(here.reports.taken.size(), 1u) << "a number is worth knowing all the same";
  EXPECT_FALSE(here.reports.taken[0].about);
  EXPECT_EQ(here.console->report_figures().unknown_calls, 2u);
}

TEST_F(reports, are_refused_with_every_mistake_named) {
  const reply answer = with_token("token-h", R"({"label":"bad","caller":"x1","at":"yesterday"})");
  EXPECT_EQ(code_of(answer), "invalid_body");
  const json::value told = json::parse(answer.body);
  EXPECT_EQ(told.at("errors").as_array().size(), 4u)
      << answer.body;  // label, caller, at, and neither caller nor call
  EXPECT_EQ(code_of(with_token("token-h", R"({"label":"fraud","caller":"4915112345678"})")),
            "invalid_body");
  EXPECT_TRUE(here.reports.taken.empty());
}

TEST_F(reports, of_one_source_have_a_rate) {
  int limited = 0;
  for (int i = 0; i < 30; ++i) {
    const reply answer = with_token("token-h", about("4915112345678"));
    if (answer.status != 429) continue;
    ++limited;
    EXPECT_EQ(code_of(answer), "rate_limited");
    EXPECT_GT(std::atoi(answer.header("retry-after").c_str()), 0);
  }
  EXPECT_GT(limited, 0);
  const auto figures = here.console->report_figures();
  const auto& citizens = figures.sources[static_cast<std::size_t>(report_source::citizen)];
  EXPECT_EQ(citizens.rate_limited, static_cast<std::uint64_t>(limited));
  EXPECT_EQ(citizens.accepted, here.reports.taken.size());
}

TEST_F(reports, that_find_no_room_are_not_answered_as_taken) {
  here.reports.overloaded = true;
  EXPECT_EQ(code_of(with_token("token-h", about("4915112345678"))), "busy");
  EXPECT_EQ(here.console->report_figures().overloaded, 1u);
}

TEST_F(reports, are_not_taken_without_an_audit_entry) {
  here.directory.broken_audit = true;
  EXPECT_EQ(code_of(with_token("token-h", about("4915112345678"))), "store_unavailable");
  EXPECT_TRUE(here.reports.taken.empty());
}

}  // namespace
}  // namespace qorgan::console::test
