// A running centre with a model and a challenger: what the challenger would have done is shown, one
// command promotes it and one goes back, and the journal replays exactly over all of it.

#include <gtest/gtest.h>

#include <filesystem>
#include <sstream>
#include <thread>

#include "app/centre.h"
#include "app/client_command.h"
#include "app/model_commands.h"
#include "app/replay.h"
#include "base/testing/temporary_folder.h"
#include "engine/model_text.h"
#include "engine/testing_model.h"
#include "net/http_test_client.h"
#include "store/store.h"

namespace qorgan::app {
namespace {

using net::test::client;

constexpr const char* kConfig = R"(demonstration: true
sip: { listen: ["udp:127.0.0.1:0"] }
trunks:
  - { name: ss7-north, country: GB, mode: screen, enforcement: enforce }
policy: policy.yaml
console: { listen: "127.0.0.1:0" }
screen: { listen: "127.0.0.1:0", patience_ms: 5000 }
journal: { sync: normal }
)";
constexpr const char* kPolicy = R"(version: 2
model: { file: current.model, challenger: next.model }
rules:
  - { name: model, when: { model: block }, verdict: block, legal_basis: test }
)";

/// Log-odds of a call that hides its number; −3 of any other.
std::string says_of_withheld(float log_odds) {
  engine::model_content content = engine::testing::empty_model();
  content.base_margin = -3;
  content.trees = {
      {{0.5f, engine::testing::feature_number("caller_withheld"), 1}, {0.0f}, {log_odds + 3}}};
  return engine::model_to_text(content);
}

ip_endpoint address_in(const std::string& welcome, const std::string& word) {
  const std::string prefix = "http://";
  const std::size_t at = welcome.find(prefix, welcome.find(word)) + prefix.size();
  return parse_endpoint(welcome.substr(at, welcome.find('/', at) - at), 0).value();
}

struct model_in_a_centre : testing::Test {
  model_in_a_centre() {
    folder.write("centre.yaml", kConfig);
    folder.write("policy.yaml", kPolicy);
    folder.write("current.model", says_of_withheld(-2));
    folder.write("next.model", says_of_withheld(4));
    std::filesystem::create_directories(folder.file("data"));
    auto archive = store::store::open("sqlite:" + folder.file("data/store.sqlite"));
    std::ostringstream said, wrong;
    EXPECT_EQ(run_client({client_command::action::add, "switch", {"ss7-north"}, 1'000},
                         {"ss7-north"}, **archive, said, wrong),
              0)
        << wrong.str();
    const std::size_t at = said.str().find("qorgan_");
    token = said.str().substr(at, said.str().find('\n', at) - at);
    line.config_file = folder.file("centre.yaml");
    line.data = folder.file("data");
  }
  std::unique_ptr<centre> start() {
    centre_options options;
    options.data_dir = folder.file("data");
    options.web_root = folder.file("web");
    auto opened = centre::open(check(line.config_file).value(), options);
    EXPECT_TRUE(opened.has_value()) << opened.error();
    (*opened)->start();
    return std::move(*opened);
  }
  std::string verdict_on_withheld(const centre& running) const {
    client http{address_in(running.welcome(), "screening")};
    const auto answer =
        http.request("POST", "/v1/screen",
                     {{"Authorization", "Bearer " + token}, {"Content-Type", "application/json"}},
                     R"({"trunk":"ss7-north","callee":"+77012345678"})");
    const std::size_t begin = answer.body.find(R"("verdict":")") + 11;
    return answer.body.substr(begin, answer.body.find('"', begin) - begin);
  }
  /// The reload is adopted between two messages; the next question comes after it.
  void reload(centre& running) const { EXPECT_TRUE(running.reload()); }

  temporary_folder folder;
  std::string token;
  model_line line;
  std::ostringstream out, err;
};

TEST_F(model_in_a_centre, is_challenged_promoted_and_taken_back_and_replays_exactly) {
  {
    const auto running = start();
    EXPECT_EQ(verdict_on_withheld(*running), "pass");
    std::string metrics;
    for (int i = 0; i < 200 && metrics.find("by=\"challenger\"} 1") == std::string::npos; ++i) {
      client probe{address_in(running->welcome(), "console")};
      metrics = probe.request("GET", "/metrics").body;
      std::this_thread::sleep_for(std::chrono::milliseconds{20});
    }
    EXPECT_NE(metrics.find(R"(qorgan_challenger_refusals_total{by="challenger"} 1)"),
              std::string::npos)
        << metrics;
    ASSERT_EQ(model_promote({line.config_file, folder.file("elsewhere"), 7}, out, err), 0)
        << err.str();
    reload(*running);
    EXPECT_EQ(verdict_on_withheld(*running), "block");
    ASSERT_EQ(model_back({line.config_file, folder.file("elsewhere"), 7}, out, err), 0)
        << err.str();
    reload(*running);
    EXPECT_EQ(verdict_on_withheld(*running), "pass");
    running->stop();
  }
  std::ostringstream status;
  ASSERT_EQ(model_status(line, status, err), 0) << err.str();
  EXPECT_NE(status.str().find("by the challenger alone  1"), std::string::npos) << status.str();
  const auto played = play_journal(folder.file("data/journal.sqlite"), {});
  ASSERT_TRUE(played.has_value()) << played.error();
  EXPECT_EQ(played->decisions, 3u);
  EXPECT_EQ(played->differences, 0u) << (played->examples.empty() ? "" : played->examples[0]);
}

TEST_F(model_in_a_centre, one_that_does_not_fit_changes_nothing_when_it_is_reloaded) {
  const auto running = start();
  folder.write("current.model", "qorgan model 1\n");
  EXPECT_FALSE(running->reload());
  EXPECT_EQ(verdict_on_withheld(*running), "pass");
  running->stop();
}

}  // namespace
}  // namespace qorgan::app
