// Shifts and handovers over HTTP; consoles that say of themselves what they can.

#include "console/server_fixture_test.h"

namespace qorgan::console::test {
namespace {

struct shift_fixture : testing::Test {
  shift_fixture() {
    EXPECT_TRUE(desk_1.sign_in("desk-1"));
    EXPECT_TRUE(lead.sign_in("lead-1"));
  }
  static json::value body_of(const reply& answer) {
    EXPECT_EQ(answer.status, 200) << answer.body;
    return json::parse(answer.body);
  }
  reply step(browser& who, const std::string& name) {
    return who.post("/api/v1/desk/shift", R"({"step":")" + name + "\"}");
  }

  centre of;
  browser desk_1{of};
  browser lead{of};
};

TEST_F(shift_fixture, a_shift_is_started_paused_and_ended) {
  EXPECT_EQ(code_of(step(desk_1, "break")), "not_on_shift");
  EXPECT_EQ(code_of(step(desk_1, "sleep")), "invalid_body");
  json::value got = body_of(step(desk_1, "start"));
  ASSERT_EQ(got.at("on_shift").as_array().size(), 1u);
  EXPECT_EQ(got.at("on_shift").at(0).at("name").as_string(), "Desk 1");
  EXPECT_TRUE(got.at("on_shift").at(0).at("consoles").as_array().empty()) << "no page is open";
  got = body_of(step(desk_1, "break"));
  EXPECT_TRUE(got.at("on_shift").at(0).as_object().contains("break_since"));
  EXPECT_TRUE(body_of(step(desk_1, "end")).at("on_shift").as_array().empty());
}

TEST_F(shift_fixture, a_handover_has_what_stands_and_another_lead_accepts_it) {
  const char* const told = R"({"note":"quiet","risks":[{"what":"carrier-east floods at noon",
    "owner":"desk-2","next_check":"2026-03-01T12:00:00Z"}]})";
  EXPECT_EQ(code_of(desk_1.post("/api/v1/desk/handovers", told)), "forbidden");
  EXPECT_EQ(code_of(lead.post("/api/v1/desk/handovers", R"({"risks":[{"what":"x"}]})")),
            "invalid_body");
  const record first = started(10);
  of.desk.add(std::get<call_started>(first.input));
  const json::value got = body_of(lead.post("/api/v1/desk/handovers", told));
  const json::value& given = got.at("handovers").at(0);
  EXPECT_EQ(given.at("risks").at(0).at("owner").as_string(), "desk-2");
  EXPECT_EQ(given.at("standing").at("cases").as_array().size(), 1u);
  const std::string accept =
      "/api/v1/desk/handovers/" + std::string{given.at("id").as_string()} + "/accept";
  EXPECT_EQ(code_of(lead.post(accept, "")), "own_handover");
  {
    const std::lock_guard lock{of.directory.mutex};
    of.directory.persons.push_back(
        {user_id{9}, "lead-2", "Lead 2", role::shift_lead, hash_password("correct horse")});
  }
  browser next{of};
  ASSERT_TRUE(next.sign_in("lead-2"));
  const json::value after = body_of(next.post(accept, ""));
  EXPECT_EQ(after.at("handovers").at(0).at("accepted_by").as_string(), "shift_lead:lead-2");
}

TEST_F(shift_fixture, an_alarm_is_silenced_by_anybody_and_written_down) {
  EXPECT_EQ(body_of(desk_1.post("/api/v1/desk/quiet", "")).at("quiet").as_bool(), true);
  EXPECT_EQ(of.directory.entries("quiet_alarm").size(), 1u);
}

}  // namespace
}  // namespace qorgan::console::test
