// Ending calls through the real server: one, many at once, and asked for again.

#include <gtest/gtest.h>

#include <thread>

#include "console/server.h"
#include "console/server_fixture_test.h"

namespace qorgan::console::test {
namespace {

struct drop_test : testing::Test {
  void SetUp() override {
    here.console->publish({&call, 1});
    ASSERT_TRUE(desk.sign_in("desk-1"));
    ASSERT_EQ(get_when_known(desk, path).status, 200);
  }
  reply drop(const std::string& key, const std::string& cause = "asks for a code") {
    return desk.post(path + "/drop", json::serialize(json::object{{"cause", cause}}),
                     {{"Idempotency-Key", key}});
  }
  void publish_and_wait(const record& entry, const std::string& state) {
    here.console->publish({&entry, 1});
    for (int i = 0; i < 100; ++i) {
      if (desk.json_of(path).at("call").at("state").as_string() == state) return;
      std::this_thread::sleep_for(std::chrono::milliseconds{20});
    }
    FAIL() << "never became " << state;
  }

  centre here;
  record call = started(1);
  std::string path = "/api/v1/calls/" + to_string(key_of(call));
  browser desk{here};
};

TEST_F(drop_test, is_asked_once_however_often_it_is_sent) {
  const reply first = drop("key-number-1");
  ASSERT_EQ(first.status, 202);
  EXPECT_EQ(json::parse(first.body).at("actor").as_string(), "operator:desk-1");
  const reply again = drop("key-number-1");
  EXPECT_EQ(again.status, 202);
  EXPECT_EQ(again.body, first.body);
  // Nothing is known of a beginning yet, so it was asked for again, which changes nothing there.
  ASSERT_EQ(here.calls.dropped.size(), 2u);
  EXPECT_EQ(here.calls.dropped[0].cause, "asks for a code");
  EXPECT_EQ(here.directory.entries("drop_call").size(), 1u);
  EXPECT_EQ(code_of(drop("key-number-1", "another cause")), "idempotency_key_reused");
}

TEST_F(drop_test, needs_a_key_and_a_cause) {
  EXPECT_EQ(code_of(desk.post(path + "/drop", R"({"cause":"because"})")),
            "idempotency_key_required");
  EXPECT_EQ(code_of(drop("key-number-1", "x")), "invalid_body");
  EXPECT_TRUE(here.calls.dropped.empty());
}

TEST_F(drop_test, a_long_cause_is_cut_between_characters_for_the_call_path) {
  std::string cause;
  for (int i = 0; i < 90; ++i) cause += "қ";
  ASSERT_EQ(drop("key-number-1", cause).status, 202);
  EXPECT_EQ(here.calls.dropped[0].cause.size(), 94u);
  EXPECT_EQ(here.directory.entries("drop_call")[0].detail, cause);
}

TEST_F(drop_test, no_record_no_drop) {
  here.directory.broken_audit = true;
  EXPECT_EQ(code_of(drop("key-number-1")), "store_unavailable");
  EXPECT_TRUE(here.calls.dropped.empty());
}

TEST_F(drop_test, a_key_is_known_to_the_next_process_and_a_call_nobody_began_to_end_is_begun) {
  ASSERT_EQ(drop("key-number-1").status, 202);
  centre next;  // over the same store
  next.directory.persons = here.directory.persons;
  next.directory.receipts = here.directory.receipts;
  next.console->publish({&call, 1});
  browser again{next};
  ASSERT_TRUE(again.sign_in("desk-1"));
  ASSERT_EQ(get_when_known(again, path).status, 200);
  const std::string body = R"({"cause":"asks for a code"})";
  const headers key{{"Idempotency-Key", "key-number-1"}};
  EXPECT_EQ(again.post(path + "/drop", body, key).body, here.directory.receipts[0].answer);
  EXPECT_EQ(next.calls.dropped.size(), 1u) << "the first process may have died before its turn";
  EXPECT_EQ(code_of(again.post(path + "/drop", R"({"cause":"another"})", key)),
            "idempotency_key_reused");
}

TEST_F(drop_test, many_calls_are_ended_by_one_order_with_the_outcome_of_each) {
  const record other = started(2);
  record over = started(3);
  record emergency = started(4);
  std::get<call_started>(emergency.input).emergency = true;
  for (const record& each : {other, over, ended(5, over), emergency}) {
    here.console->publish({&each, 1});
  }
  ASSERT_EQ(get_when_known(desk, "/api/v1/calls/" + to_string(key_of(emergency))).status, 200);
  json::array calls;
  for (const record* each :
       std::initializer_list<const record*>{&call, &other, &over, &emergency, &call}) {
    calls.push_back(json::string(to_string(key_of(*each))));
  }
  calls.push_back("00000000000000ff");
  const std::string body = json::serialize(json::object{{"calls", calls}, {"cause", "campaign-7"}});
  const headers key{{"Idempotency-Key", "key-number-1"}};
  const reply answer = desk.post("/api/v1/calls/drop", body, key);
  ASSERT_EQ(answer.status, 202) << answer.body;
  const json::value said = json::parse(answer.body);
  EXPECT_EQ(said.at("requested").as_int64(), 2);
  std::map<std::string, std::string> states;
  for (const json::value& item : said.at("items").as_array()) {
    states[std::string(item.at("call").as_string())] = std::string(item.at("state").as_string());
  }
  EXPECT_EQ(states.size(), 5u) << "one named twice counts once";
  EXPECT_EQ(states[to_string(key_of(call))], "requested");
  EXPECT_EQ(states[to_string(key_of(over))], "call_not_live");
  EXPECT_EQ(states[to_string(key_of(emergency))], "emergency_call");
  EXPECT_EQ(states["00000000000000ff"], "not_found");
  ASSERT_EQ(here.calls.dropped.size(), 2u);
  EXPECT_EQ(here.calls.dropped[0].cause, "campaign-7");
  EXPECT_EQ(here.directory.entries("drop_calls").size(), 1u);

  record step;
  step.input = teardown_progress{.key = key_of(call),
                                 .at = later(call, 9),
                                 .state = teardown_state::failed,
                                 .caller_ended = true,
                                 .callee_ended = false,
                                 .actor = {"operator:desk-1"},
                                 .cause = {"callee did not answer BYE"}};
  here.console->publish({&step, 1});
  const std::string where = "/api/v1/drops/" + std::string(said.at("drop").as_string());
  json::value outcome;
  for (int i = 0; i < 100; ++i) {
    outcome = desk.json_of(where);
    if (outcome.at("failed").as_int64() == 1) break;
    std::this_thread::sleep_for(std::chrono::milliseconds{20});
  }
  EXPECT_EQ(outcome.at("failed").as_int64(), 1);
  EXPECT_EQ(outcome.at("pending").as_int64(), 1);
  for (const json::value& item : outcome.at("items").as_array()) {
    if (item.at("call").as_string() != to_string(key_of(call))) continue;
    EXPECT_EQ(item.at("failure").as_string(), "callee did not answer BYE");
    EXPECT_TRUE(item.at("caller_ended").as_bool());
  }
  EXPECT_EQ(desk.post("/api/v1/calls/drop", body, key).body, answer.body);
  EXPECT_EQ(here.calls.dropped.size(), 3u) << "the one that nothing is known of is asked for again";
}

TEST_F(drop_test, an_order_for_many_is_checked) {
  const headers key{{"Idempotency-Key", "key-number-1"}};
  for (const char* body :
       {R"({"calls":[],"cause":"campaign"})", R"({"calls":"x","cause":"campaign"})",
        R"({"calls":["x"],"cause":"campaign"})", R"({"calls":[7],"cause":"campaign"})",
        R"({"cause":"campaign"})"}) {
    EXPECT_EQ(code_of(desk.post("/api/v1/calls/drop", body, key)), "invalid_body") << body;
  }
  EXPECT_EQ(code_of(desk.get("/api/v1/drops/00000000000000ff")), "not_found");
  EXPECT_TRUE(here.calls.dropped.empty());
}

TEST_F(drop_test, says_busy_when_the_call_path_is_and_then_the_key_is_still_good) {
  here.calls.overloaded = true;
  const reply busy = drop("key-number-1");
  EXPECT_EQ(code_of(busy), "busy");
  EXPECT_EQ(busy.header("retry-after"), "1");
  here.calls.overloaded = false;
  EXPECT_EQ(drop("key-number-1").status, 202);
}

TEST_F(drop_test, a_call_that_is_over_cannot_be_dropped) {
  publish_and_wait(answered(2, call), "answered");
  publish_and_wait(ended(3, call), "ended");
  EXPECT_EQ(code_of(drop("key-number-1")), "call_not_live");
}

TEST_F(drop_test, an_emergency_call_is_never_dropped) {
  record emergency = started(9);
  std::get<call_started>(emergency.input).emergency = true;
  here.console->publish({&emergency, 1});
  const std::string other = "/api/v1/calls/" + to_string(key_of(emergency));
  ASSERT_EQ(get_when_known(desk, other).status, 200);
  const reply answer =
      desk.post(other + "/drop", R"({"cause":"whatever"})", {{"Idempotency-Key", "key-number-1"}});
  EXPECT_EQ(code_of(answer), "emergency_call");
  EXPECT_TRUE(here.calls.dropped.empty());
}

TEST_F(drop_test, its_progress_is_in_the_call) {
  record step;
  step.seq = 2;
  step.input = teardown_progress{.key = key_of(call),
                                 .at = later(call, 9),
                                 .state = teardown_state::requested,
                                 .actor = {"operator:desk-1"},
                                 .cause = {"asks for a code"}};
  here.console->publish({&step, 1});
  step.input = teardown_progress{.key = key_of(call),
                                 .at = later(call, 10),
                                 .state = teardown_state::confirmed,
                                 .caller_ended = true,
                                 .callee_ended = true,
                                 .actor = {},
                                 .cause = {}};
  here.console->publish({&step, 1});
  publish_and_wait(ended(3, call), "ended");
  const json::value seen = desk.json_of(path);
  EXPECT_EQ(seen.at("teardown").as_array().size(), 2u);
  const json::value& now = seen.at("call").at("teardown");
  EXPECT_EQ(now.at("state").as_string(), "confirmed");
  EXPECT_EQ(now.at("cause").as_string(), "asks for a code");
  EXPECT_EQ(now.at("callee_ended").as_bool(), true);
}

}  // namespace
}  // namespace qorgan::console::test
