// The desk over HTTP and on the feed.

#include "console/server_fixture_test.h"

namespace qorgan::console::test {
namespace {

struct desk_fixture : testing::Test {
  desk_fixture() {
    EXPECT_TRUE(desk_1.sign_in("desk-1"));
    EXPECT_TRUE(lead.sign_in("lead-1"));
  }
  static headers key(std::string value) { return {{"Idempotency-Key", std::move(value)}}; }
  std::string path(case_id id, const std::string& action = {}) {
    return "/api/v1/desk/cases/" + to_string(id) + (action.empty() ? "" : "/" + action);
  }
  reply act(browser& who, case_id id, const std::string& action, const std::string& body = "{}") {
    return who.post(path(id, action), body, key("key-number-" + std::to_string(++keys)));
  }
  /// A call going on that the live view knows, and its case.
  case_id suspicious(std::uint64_t n, desk_level level = desk_level::high) {
    const record first = started(n, "4915112345678", "77011234567", verdict::alert);
    const record up = answered(n + 1, first);
    const std::vector<record> batch{first, up};
    of.console->publish(batch);
    get_when_known(desk_1, "/api/v1/calls/" + to_string(key_of(first)));
    return of.desk.add(std::get<call_started>(first.input), level);
  }
  static std::string text(const reply& answer, const char* field) {
    const json::value body = json::parse(answer.body);
    const json::value* const found = body.as_object().if_contains(field);
    return found == nullptr ? "" : std::string{found->as_string()};
  }

  centre of;
  browser desk_1{of};
  browser lead{of};
  int keys = 0;
};

TEST_F(desk_fixture, a_case_is_claimed_worked_on_and_closed_with_an_outcome) {
  const case_id id = suspicious(10);
  reply got = act(desk_1, id, "claim");
  ASSERT_EQ(got.status, 200) << got.body;
  EXPECT_EQ(text(got, "holder"), "operator:desk-1");
  EXPECT_EQ(text(got, "state"), "claimed");
  EXPECT_EQ(act(desk_1, id, "note", R"({"text":"says to be the bank"})").status, 200);
  got = act(desk_1, id, "escalate", R"({"reason":"two victims an hour"})");
  ASSERT_EQ(got.status, 200) << got.body;
  browser law{of};
  ASSERT_TRUE(law.sign_in("law-1"));
  EXPECT_EQ(act(law, id, "acknowledge").status, 200);
  EXPECT_EQ(code_of(act(law, id, "acknowledge")), "case_changed");
  got = act(desk_1, id, "outcome", R"({"outcome":"paid"})");
  EXPECT_EQ(code_of(got), "invalid_body") << "amount and bank are needed";
  got = act(desk_1, id, "outcome", R"({"outcome":"paid","amount":250000,"bank":"A bank"})");
  ASSERT_EQ(got.status, 200) << got.body;
  EXPECT_EQ(text(got, "state"), "closed");
  EXPECT_EQ(code_of(act(desk_1, id, "claim")), "case_closed");
  EXPECT_EQ(act(desk_1, id, "reopen", R"({"reason":"wrong button"})").status, 200);
}

TEST_F(desk_fixture, what_another_holds_needs_a_reason) {
  const case_id id = suspicious(10);
  ASSERT_EQ(act(desk_1, id, "claim").status, 200);
  EXPECT_EQ(code_of(act(lead, id, "claim")), "case_held");
  EXPECT_EQ(code_of(act(lead, id, "outcome", R"({"outcome":"dissuaded"})")), "case_not_held");
  const reply got = act(lead, id, "claim", R"({"takeover_reason":"she has two calls"})");
  ASSERT_EQ(got.status, 200);
  EXPECT_EQ(text(got, "holder"), "shift_lead:lead-1");
  EXPECT_EQ(of.desk.acts.back().action, "take_over");
}

TEST_F(desk_fixture, every_action_carries_a_key_and_is_done_once) {
  const case_id id = suspicious(10);
  EXPECT_EQ(code_of(desk_1.post(path(id, "claim"), "{}")), "idempotency_key_required");
  EXPECT_EQ(desk_1.post(path(id, "claim"), "{}", key("the-same-key")).status, 200);
  EXPECT_EQ(desk_1.post(path(id, "claim"), "{}", key("the-same-key")).status, 200);
  EXPECT_EQ(of.desk.acts.size(), 1u);
  EXPECT_EQ(code_of(desk_1.post(path(id, "note"), R"({"text":"x"})", key("the-same-key"))),
            "idempotency_key_reused");
}

TEST_F(desk_fixture, nothing_urgent_is_put_off) {
  const case_id id = suspicious(10, desk_level::urgent);
  ASSERT_EQ(act(desk_1, id, "claim").status, 200);
  const char* const later = R"({"reason":"the carrier answers at ten","minutes":30})";
  EXPECT_EQ(code_of(act(desk_1, id, "shelve", later)), "case_urgent");
  const case_id other = suspicious(100);
  ASSERT_EQ(act(desk_1, other, "claim").status, 200);
  EXPECT_EQ(code_of(act(desk_1, other, "shelve", R"({"reason":"later","minutes":100000})")),
            "invalid_body");
  const reply got = act(desk_1, other, "shelve", later);
  ASSERT_EQ(got.status, 200) << got.body;
  EXPECT_EQ(text(got, "state"), "shelved");
  EXPECT_EQ(act(desk_1, other, "unshelve").status, 200);
}

TEST_F(desk_fixture, dropping_the_group_ends_its_live_calls_once) {
  const case_id id = suspicious(10);
  const char* const body = R"({"cause":"Suspected scam call"})";
  EXPECT_EQ(code_of(act(desk_1, id, "drop", body)), "case_not_held");
  EXPECT_TRUE(of.calls.dropped.empty());
  ASSERT_EQ(act(desk_1, id, "claim").status, 200);
  const reply first = desk_1.post(path(id, "drop"), body, key("drop-key-1"));
  ASSERT_EQ(first.status, 202) << first.body;
  EXPECT_EQ(json::parse(first.body).at("requested").to_number<int>(), 1);
  ASSERT_EQ(of.calls.dropped.size(), 1u);
  EXPECT_EQ(of.calls.dropped[0].actor, "operator:desk-1");
  const reply again = desk_1.post(path(id, "drop"), body, key("drop-key-1"));
  EXPECT_EQ(again.body, first.body);
  EXPECT_EQ(of.desk.find_case(id)->acted_at, of.desk.acts.back().at) << "the first action";
}

TEST_F(desk_fixture, an_outcome_teaches_the_engine_once) {
  const case_id id = suspicious(10);
  ASSERT_EQ(act(desk_1, id, "claim").status, 200);
  const char* const body = R"({"outcome":"dissuaded"})";
  ASSERT_EQ(desk_1.post(path(id, "outcome"), body, key("outcome-key-1")).status, 200);
  ASSERT_EQ(desk_1.post(path(id, "outcome"), body, key("outcome-key-1")).status, 200);
  ASSERT_EQ(of.reports.taken.size(), 1u);
  EXPECT_TRUE(of.reports.taken[0].fraud);
  EXPECT_EQ(to_string(of.reports.taken[0].caller), "+4915112345678");
  EXPECT_EQ(of.reports.taken[0].source, report_source::operator_);
  EXPECT_EQ(of.reports.taken[0].actor.view(), "operator:desk-1");
  const case_id other = suspicious(100);
  ASSERT_EQ(act(desk_1, other, "claim").status, 200);
  ASSERT_EQ(act(desk_1, other, "outcome", R"({"outcome":"legitimate"})").status, 200);
  ASSERT_EQ(of.reports.taken.size(), 2u);
  EXPECT_FALSE(of.reports.taken[1].fraud);
  const case_id third = suspicious(200);
  ASSERT_EQ(act(desk_1, third, "claim").status, 200);
  ASSERT_EQ(act(desk_1, third, "outcome", R"({"outcome":"unreachable"})").status, 200);
  EXPECT_EQ(of.reports.taken.size(), 2u) << "nobody was reached: nothing is known";
}

TEST_F(desk_fixture, a_case_shows_its_calls_what_is_alike_and_masked_numbers) {
  const case_id id = suspicious(10);
  const json::value got = desk_1.json_of(path(id));
  EXPECT_EQ(got.at("case").at("caller").as_string(), "+4915112345678");
  EXPECT_EQ(got.at("case").at("callee").as_string(), "+7701•••••67");
  EXPECT_EQ(got.at("case").at("live").to_number<int>(), 1);
  EXPECT_EQ(got.at("calls").as_array().size(), 1u);
  EXPECT_EQ(got.at("calls").at(0).at("row").at("state").as_string(), "answered");
  ASSERT_EQ(got.at("siblings").at("items").as_array().size(), 1u);
  EXPECT_EQ(got.at("siblings").at("items").at(0).at("same").at(0).as_string(), "number");
  EXPECT_EQ(got.at("origin").at("claimed").as_string(), "DE");
  EXPECT_EQ(code_of(desk_1.get(path({4}))), "not_found");
}

TEST_F(desk_fixture, both_numbers_open_with_a_purpose_and_an_entry) {
  const case_id id = suspicious(10);
  EXPECT_EQ(code_of(desk_1.post(path(id, "open-number"), R"({"purpose":"x"})")), "invalid_body");
  const reply got = desk_1.post(path(id, "open-number"), R"({"purpose":"warning"})");
  ASSERT_EQ(got.status, 200);
  EXPECT_EQ(text(got, "callee"), "+77011234567");
  ASSERT_EQ(of.directory.entries("open_number").size(), 1u);
  EXPECT_EQ(of.directory.entries("open_number")[0].subject, to_string(id));
}

TEST_F(desk_fixture, what_somebody_tells_on_the_telephone_is_a_case) {
  const reply bad =
      desk_1.post("/api/v1/desk/cases", R"({"subscriber":"8 701","caller":"x","words":"bank"})",
                  key("report-key-1"));
  EXPECT_EQ(code_of(bad), "invalid_body");
  const reply got = desk_1.post(
      "/api/v1/desk/cases",
      R"({"subscriber":"+7 701 123-45-67","caller":"+49 151 12345678","words":"says: the bank"})",
      key("report-key-2"));
  ASSERT_EQ(got.status, 200) << got.body;
  EXPECT_EQ(text(got, "origin"), "citizen");
  EXPECT_EQ(text(got, "callee"), "+7701•••••67");
  EXPECT_EQ(text(got, "caller_country"), "DE");
}

TEST_F(desk_fixture, an_engineer_sees_nothing_of_the_desk) {
  const case_id id = suspicious(10);
  browser network{of};
  ASSERT_TRUE(network.sign_in("network-1"));
  EXPECT_EQ(code_of(network.get("/api/v1/desk")), "forbidden");
  EXPECT_EQ(code_of(network.get(path(id))), "forbidden");
  EXPECT_EQ(code_of(act(network, id, "claim")), "forbidden");
}

TEST_F(desk_fixture, a_database_that_is_gone_changes_nothing_and_says_so) {
  const case_id id = suspicious(10);
  {
    const std::lock_guard lock{of.desk.mutex};
    of.desk.broken = true;
  }
  EXPECT_EQ(code_of(act(desk_1, id, "claim")), "store_unavailable");
  {
    const std::lock_guard lock{of.desk.mutex};
    of.desk.broken = false;
  }
  EXPECT_EQ(act(desk_1, id, "claim").status, 200);
}

}  // namespace
}  // namespace qorgan::console::test
