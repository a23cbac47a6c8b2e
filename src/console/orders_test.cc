// Orders over HTTP: who may take which step, what is written down, what is shown to whom.

#include <gtest/gtest.h>

#include "console/server_fixture_test.h"

namespace qorgan::console::test {
namespace {

constexpr const char* kConfirm = R"({"password":"correct horse"})";

struct court : centre {
  court() {
    for (const auto& [who, name] : {std::pair{&desk, "desk-1"},
                                    {&lead, "lead-1"},
                                    {&law, "law-1"},
                                    {&network, "network-1"}}) {
      EXPECT_TRUE(who->sign_in(name));
    }
  }
  static std::string draft(const std::string& more = {}, const char* target = "+4915112345678",
                           const char* kind = "number") {
    return std::string(R"({"kind":")") + kind + R"(","target":")" + target +
           R"(","does":"block","basis":"rules","note":"forty complaints","valid_to":")" +
           to_rfc3339(os::clock().now() + std::chrono::hours{10}) + "\"" + more + "}";
  }
  std::string state_of(const reply& answer) {
    EXPECT_EQ(answer.status, 200) << answer.body;
    return std::string(json::parse(answer.body).at("state").as_string());
  }

  browser desk{*this}, lead{*this}, law{*this}, network{*this};
};

TEST(orders, proposed_by_one_approved_by_another_lifted_with_a_reason) {
  court here;
  const reply drafted = here.desk.post("/api/v1/orders", court::draft());
  ASSERT_EQ(drafted.status, 201) << drafted.body;
  const json::value draft = json::parse(drafted.body);
  EXPECT_EQ(draft.at("id").to_number<int>(), 1);
  EXPECT_EQ(draft.at("blast").at("calls").to_number<int>(), 7);
  EXPECT_EQ(draft.at("blast").at("most").at(0).at("number").as_string(), "+7701•••••01");
  EXPECT_EQ(here.state_of(here.desk.post("/api/v1/orders/1/submit", "")), "submitted");
  EXPECT_EQ(here.orders_told, 1);
  EXPECT_EQ(here.state_of(here.law.post("/api/v1/orders/1/approve", kConfirm)), "active");
  EXPECT_EQ(here.orders_told, 2) << "the keeper is woken at once";
  EXPECT_TRUE(here.law.json_of("/api/v1/orders/1").at("in_force").as_bool());
  EXPECT_EQ(here.state_of(here.law.post("/api/v1/orders/1/lift", R"({"reason":"a mistake"})")),
            "lifted");
  EXPECT_EQ(here.orders.actions(), (std::vector<std::string>{"draft_order", "submit_order",
                                                             "approve_order", "lift_order"}));
  EXPECT_EQ(here.orders.entries[3].detail, "a mistake");
  EXPECT_EQ(here.orders.entries[2].actor, "prosecutor:law-1");
  EXPECT_EQ(code_of(here.law.post("/api/v1/orders/1/lift", R"({"reason":"again"})")),
            "order_state");
}

TEST(orders, approving_needs_the_password_again_and_guessing_it_is_slowed_down) {
  court here;
  here.orders.prepare("/approve", "desk-1", here.clock.now());
  const char* const path = "/api/v1/orders/1/approve";
  EXPECT_EQ(code_of(here.law.post(path, "{}")), "invalid_body");
  EXPECT_EQ(code_of(here.law.post(path, R"({"password":"guess"})")), "wrong_credentials");
  EXPECT_EQ(here.directory.entries("not_confirmed").size(), 1u);
  EXPECT_EQ(here.orders.orders[0].state, order_state::submitted);
  for (int i = 0; i < 4; ++i) here.law.post(path, R"({"password":"guess"})");
  EXPECT_EQ(code_of(here.law.post(path, kConfirm)), "too_many_attempts");
}

TEST(orders, a_prosecutor_does_not_approve_what_he_proposed) {
  court here;
  ASSERT_EQ(here.law.post("/api/v1/orders", court::draft()).status, 201);
  EXPECT_EQ(here.state_of(here.law.post("/api/v1/orders/1/submit", "")), "submitted");
  EXPECT_EQ(code_of(here.law.post("/api/v1/orders/1/approve", kConfirm)), "own_proposal");
  EXPECT_EQ(code_of(here.desk.post("/api/v1/orders/1/retract", "")), "not_the_proposer");
}

TEST(orders, a_shift_lead_hurries_and_a_prosecutor_ratifies) {
  court here;
  ASSERT_EQ(here.lead.post("/api/v1/orders", court::draft()).status, 201);
  EXPECT_EQ(code_of(here.desk.post("/api/v1/orders/1/enact", kConfirm)), "forbidden");
  const reply hot = here.lead.post("/api/v1/orders/1/enact", kConfirm);
  EXPECT_EQ(here.state_of(hot), "emergency");
  EXPECT_TRUE(json::parse(hot.body).as_object().contains("ratify_by"));
  EXPECT_EQ(here.state_of(here.law.post("/api/v1/orders/1/ratify", kConfirm)), "active");
}

TEST(orders, what_contradicts_the_legal_basis_is_named_field_by_field) {
  court here;
  const reply answer = here.desk.post("/api/v1/orders", court::draft("", "carrier-north", "trunk"));
  EXPECT_EQ(code_of(answer), "order_unlawful");
  EXPECT_EQ(json::parse(answer.body).at("errors").at(0).at("field").as_string(), "kind");
  EXPECT_TRUE(here.orders.orders.empty());
  EXPECT_EQ(code_of(here.desk.post("/api/v1/orders", court::draft("", "12"))), "order_unlawful");
  EXPECT_EQ(code_of(here.desk.post("/api/v1/orders", court::draft(R"(,"colour":"red")"))),
            "invalid_body");
}

TEST(orders, an_order_takes_the_place_of_another_in_one_transaction) {
  court here;
  here.orders.prepare("/lift", "desk-1", here.clock.now());  // order 1 is in force
  ASSERT_EQ(here.desk.post("/api/v1/orders", court::draft(R"(,"replaces":1)")).status, 201);
  here.desk.post("/api/v1/orders/2/submit", "");
  EXPECT_EQ(here.state_of(here.law.post("/api/v1/orders/2/approve", kConfirm)), "active");
  EXPECT_EQ(here.orders.orders[0].state, order_state::replaced);
  EXPECT_EQ(here.orders.entries[2].action, "order_replaced");
  EXPECT_EQ(here.orders.entries[2].detail, "by order 2");
}

TEST(orders, beyond_the_limit_nothing_more_comes_into_force) {
  court here;
  here.orders.prepare("/approve", "desk-1", here.clock.now());
  here.orders.count = limits::kOrdersInForce;
  EXPECT_EQ(code_of(here.law.post("/api/v1/orders/1/approve", kConfirm)), "too_many_orders");
}

TEST(orders, no_audit_entry_no_step) {
  court here;
  here.orders.prepare("/approve", "desk-1", here.clock.now());
  here.orders.broken_audit = true;
  EXPECT_EQ(code_of(here.law.post("/api/v1/orders/1/approve", kConfirm)), "store_unavailable");
  EXPECT_EQ(here.orders_told, 0);
}

TEST(orders, a_number_of_this_country_is_masked_until_it_is_opened) {
  court here;
  ASSERT_EQ(here.lead.post("/api/v1/orders", court::draft("", "+77010000001", "victim")).status,
            201);
  EXPECT_EQ(here.law.json_of("/api/v1/orders/1").at("target").as_string(), "+7701•••••01");
  const reply opened =
      here.law.post("/api/v1/orders/1/open-number", R"({"purpose":"to write the order"})");
  EXPECT_EQ(json::parse(opened.body).at("target").as_string(), "+77010000001");
  EXPECT_EQ(here.directory.entries("open_number").at(0).subject, "order 1");
  ASSERT_EQ(here.lead.post("/api/v1/orders", court::draft()).status, 201);
  EXPECT_EQ(here.law.json_of("/api/v1/orders/2").at("target").as_string(), "+4915112345678");
}

TEST(orders, lists_search_and_the_prosecutors_day) {
  court here;
  here.orders.prepare("/approve", "desk-1", here.clock.now());
  EXPECT_EQ(here.law.json_of("/api/v1/orders?list=waiting").at("items").as_array().size(), 1u);
  EXPECT_EQ(here.law.json_of("/api/v1/orders?list=over").at("items").as_array().size(), 0u);
  EXPECT_EQ(code_of(here.law.get("/api/v1/orders?list=all")), "bad_parameter");
  EXPECT_EQ(code_of(here.law.get("/api/v1/orders/0")), "bad_parameter");
  EXPECT_EQ(code_of(here.law.get("/api/v1/orders/x")), "bad_parameter");
  EXPECT_EQ(code_of(here.law.get("/api/v1/orders/99")), "not_found");
  EXPECT_EQ(here.law.post("/api/v1/orders/search", R"({"target":"+77011234567"})").status, 200);
  EXPECT_EQ(here.orders.asked.back().target, "+77011234567");
  EXPECT_EQ(here.directory.entries("search_orders").at(0).subject, "+7701•••••67");
  const json::value day = here.law.json_of("/api/v1/law-day");
  EXPECT_EQ(day.at("waiting").as_array().size(), 1u);
  EXPECT_EQ(day.at("effects").at(0).at("calls").to_number<int>(), 3);
  EXPECT_EQ(code_of(here.network.get("/api/v1/orders")), "forbidden");
  EXPECT_EQ(here.law.json_of("/api/v1/legal-bases").at("items").at(0).at("id").as_string(),
            "rules");
}

TEST(orders, what_one_would_hit_is_counted_and_asking_is_recorded) {
  court here;
  const reply answer =
      here.desk.post("/api/v1/orders/blast-radius", R"({"kind":"range","target":"+49151*"})");
  EXPECT_EQ(json::parse(answer.body).at("calls").to_number<int>(), 7);
  const blast_question& asked = here.orders.measured.at(0);
  EXPECT_EQ(asked.to - asked.from, std::chrono::hours{168});
  EXPECT_EQ(here.directory.entries("blast_radius").size(), 1u);
  EXPECT_EQ(
      code_of(here.desk.post("/api/v1/orders/blast-radius", R"({"kind":"range","target":"+7*"})")),
      "invalid_body");
}

}  // namespace
}  // namespace qorgan::console::test
