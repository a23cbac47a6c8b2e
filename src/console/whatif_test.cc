// Trying a policy through the real server, and what is told of models.

#include <gtest/gtest.h>

#include "console/server_fixture_test.h"

namespace qorgan::console::test {
namespace {

struct whatif : testing::Test {
  void SetUp() override { ASSERT_TRUE(network.sign_in("network-1")); }
  centre here;
  browser network{here};
};

TEST_F(whatif, is_begun_followed_and_stopped_by_an_engineer) {
  EXPECT_EQ(network.json_of("/api/v1/whatif").at("state").as_string(), "none");
  const reply begun = network.post("/api/v1/whatif", R"({"policy":"version: 2\n","days":3})");
  ASSERT_EQ(begun.status, 202) << begun.body;
  EXPECT_EQ(here.trials.value.tried.policy, "version: 2\n") << "lines and all";
  EXPECT_EQ(here.trials.value.tried.days, 3u);
  EXPECT_EQ(here.directory.entries("start_whatif").size(), 1u);
  EXPECT_EQ(code_of(network.post("/api/v1/whatif", "{}")), "busy");
  {
    const std::lock_guard lock{here.trials.mutex};
    here.trials.value.now = trial_state::phase::done;
    here.trials.value.progress = 1;
    here.trials.value.found.newly_refused = 412;
    here.trials.value.found.refused_by_rule = {{"model", 412}};
  }
  const json::value done = network.json_of("/api/v1/whatif");
  EXPECT_EQ(done.at("found").at("newly_refused").to_number<int>(), 412);
  EXPECT_EQ(done.at("found").at("refused_by_rule").at(0).at("name").as_string(), "model");
  EXPECT_EQ(network.http.request("DELETE", "/api/v1/whatif", network.own()).status, 200);
  EXPECT_EQ(network.json_of("/api/v1/whatif").at("state").as_string(), "stopped");
}

TEST_F(whatif, is_refused_with_the_policys_mistakes) {
  here.trials.mistakes = {{"policy", 4, "unknown key 'colour'"}};
  const reply answer = network.post("/api/v1/whatif", R"({"policy":"colour: red"})");
  EXPECT_EQ(code_of(answer), "policy_invalid");
  EXPECT_EQ(json::parse(answer.body).at("errors").at(0).at("line").to_number<int>(), 4);
  EXPECT_EQ(code_of(network.post("/api/v1/whatif", R"({"model":"other"})")), "invalid_body");
  EXPECT_EQ(code_of(network.post("/api/v1/whatif", R"({"days":0})")), "invalid_body");
}

TEST_F(whatif, the_model_and_its_challenger_are_shown_with_what_differs) {
  EXPECT_EQ(network.get("/api/v1/model").body, "{}");
  {
    const std::lock_guard lock{here.status.mutex};
    model_comparison& models = here.status.value.gateway.models;
    models.current.digest = "abc";
    models.current.same_evidence = false;
    models.challenger.digest = "def";
    models.compared = 1'000;
    models.refused_by_challenger = 7;
  }
  const json::value told = network.json_of("/api/v1/model");
  EXPECT_EQ(told.at("current").at("sum").as_string(), "abc");
  EXPECT_FALSE(told.at("current").at("same_evidence").as_bool());
  EXPECT_EQ(told.at("comparison").at("refused_by_challenger_alone").to_number<int>(), 7);
}

}  // namespace
}  // namespace qorgan::console::test
