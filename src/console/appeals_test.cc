// Appeals over HTTP: by people without an account, and decided by a prosecutor.

#include <gtest/gtest.h>

#include "console/server_fixture_test.h"

namespace qorgan::console::test {
namespace {

constexpr const char* kByNumber =
    R"({"caller":"+4915112345678","called_at":"2026-03-01T10:00:00Z","words":"I am a doctor"})";

std::string question(const std::string& number) {
  return R"({"case_number":")" + number + "\"}";
}

TEST(appeals, anybody_asks_and_gets_a_case_number_whatever_is_known_of_the_number) {
  centre here;
  here.orders.prepare("/lift", "desk-1", here.clock.now());  // in force for +4915112345678
  browser citizen{here};
  const reply known = citizen.post("/api/v1/appeals", kByNumber);
  ASSERT_EQ(known.status, 201) << known.body;
  const reply unknown = citizen.post(
      "/api/v1/appeals", R"({"caller":"+442079460001","called_at":"2026-03-01T10:00:00Z"})");
  ASSERT_EQ(unknown.status, 201);
  const auto shape = [](const reply& answer) {
    std::string keys;
    for (const auto& each : json::parse(answer.body).as_object()) keys += each.key();
    return keys;
  };
  EXPECT_EQ(shape(known), shape(unknown)) << "nothing is revealed";
  const std::string number{json::parse(known.body).at("case_number").as_string()};
  EXPECT_EQ(number.size(), 19u);
  EXPECT_EQ(here.appeals.all[0].order, order_id{1});
  EXPECT_EQ(here.appeals.all[1].order, order_id{});
  EXPECT_EQ(here.appeals.entries[0].actor, "anonymous");
  const reply status = citizen.post("/api/v1/appeals/status", question(number));
  EXPECT_EQ(json::parse(status.body).at("state").as_string(), "open");
  EXPECT_FALSE(json::parse(status.body).as_object().contains("caller"));
  EXPECT_EQ(code_of(citizen.post("/api/v1/appeals/status", question("AAAA-AAAA-AAAA-AAAA"))),
            "not_found");
}

TEST(appeals, the_id_of_the_refusal_leads_to_the_order) {
  centre here;
  call_detail refused;
  refused.call.key = {0xabc};
  refused.call.rule = "order:9";
  here.archive.add(refused);
  browser citizen{here};
  ASSERT_EQ(citizen.post("/api/v1/appeals", R"({"call":"0000000000000abc"})").status, 201);
  EXPECT_EQ(here.appeals.all[0].order, order_id{9});
}

TEST(appeals, what_is_incomplete_or_comes_from_elsewhere_is_refused) {
  centre here;
  browser citizen{here};
  for (const char* body : {"{}", R"({"caller":"+4915112345678"})", R"({"caller":"me"})",
                           R"({"call":"xyz"})", R"({"call":"0000000000000abc","order":1})"}) {
    EXPECT_EQ(code_of(citizen.post("/api/v1/appeals", body)), "invalid_body") << body;
  }
  EXPECT_EQ(
      code_of(citizen.post("/api/v1/appeals", kByNumber, {{"Origin", "https://evil.example"}})),
      "bad_origin");
  EXPECT_TRUE(here.appeals.all.empty());
}

TEST(appeals, one_source_cannot_flood_the_queue_or_guess_case_numbers) {
  centre here;
  browser citizen{here};
  for (int i = 0; i < 10; ++i) {
    EXPECT_EQ(citizen.post("/api/v1/appeals/status", question("AAAA-AAAA-AAAA-AAAA")).status, 404);
  }
  EXPECT_EQ(code_of(citizen.post("/api/v1/appeals", kByNumber)), "too_many_attempts");
  browser desk{here};
  EXPECT_TRUE(desk.sign_in("desk-1")) << "signing in has limits of its own";
}

TEST(appeals, a_full_queue_takes_nothing_more) {
  centre here;
  here.appeals.open = 10'000;
  browser citizen{here};
  EXPECT_EQ(code_of(citizen.post("/api/v1/appeals", kByNumber)), "busy");
}

TEST(appeals, granted_the_order_is_lifted_with_it_and_the_keeper_is_told) {
  centre here;
  here.orders.prepare("/lift", "desk-1", here.clock.now());
  here.appeals.prepare();
  browser law{here};
  ASSERT_TRUE(law.sign_in("law-1"));
  const json::value list = law.json_of("/api/v1/appeals");
  EXPECT_EQ(list.at("items").at(0).at("caller").as_string(), "+4915112345678");
  const char* const path = "/api/v1/appeals/1/decide";
  EXPECT_EQ(code_of(law.post(path, R"({"decision":"perhaps","reason":"hm hm"})")), "invalid_body");
  const reply granted = law.post(path, R"({"decision":"grant","reason":"an honest caller"})");
  EXPECT_EQ(json::parse(granted.body).at("state").as_string(), "granted") << granted.body;
  ASSERT_EQ(here.appeals.steps.size(), 1u);
  EXPECT_EQ(here.appeals.steps[0].value.state, order_state::lifted);
  EXPECT_EQ(here.appeals.steps[0].value.end_reason, "an honest caller");
  EXPECT_EQ(here.appeals.steps[0].entry.action, "lift_order");
  EXPECT_EQ(here.orders_told, 1);
  EXPECT_EQ(code_of(law.post(path, R"({"decision":"dismiss","reason":"again"})")),
            "appeal_decided");
  EXPECT_EQ(code_of(law.post("/api/v1/appeals/7/decide", R"({"decision":"grant","reason":"abc"})")),
            "not_found");
}

TEST(appeals, dismissed_the_order_stays_and_the_reason_is_told) {
  centre here;
  here.orders.prepare("/lift", "desk-1", here.clock.now());
  here.appeals.prepare();
  browser law{here};
  ASSERT_TRUE(law.sign_in("law-1"));
  ASSERT_EQ(
      law.post("/api/v1/appeals/1/decide", R"({"decision":"dismiss","reason":"forty complaints"})")
          .status,
      200);
  EXPECT_TRUE(here.appeals.steps.empty());
  browser citizen{here};
  const json::value told =
      json::parse(citizen.post("/api/v1/appeals/status", question("AAAA-BBBB-CCCC-DDDD")).body);
  EXPECT_EQ(told.at("state").as_string(), "dismissed");
  EXPECT_EQ(told.at("reason").as_string(), "forty complaints");
}

}  // namespace
}  // namespace qorgan::console::test
