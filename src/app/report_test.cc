// A whole centre as `qorgan serve` wires it: a report over HTTP stops the next call of the number,
// and a replay of the journal comes to the same decisions.

#include <gtest/gtest.h>

#include <sstream>

#include "app/centre.h"
#include "app/client_command.h"
#include "app/replay.h"
#include "base/testing/temporary_folder.h"
#include "net/http_test_client.h"
#include "store/store.h"

namespace qorgan::app {
namespace {

using net::test::client;
using net::test::reply;

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
rules:
  - name: reported
    when: { evidence_any: [reported_caller] }
    verdict: block
    legal_basis: test
)";

ip_endpoint address_in(const std::string& welcome, const std::string& word) {
  const std::string prefix = "http://";
  const std::size_t at = welcome.find(prefix, welcome.find(word)) + prefix.size();
  return parse_endpoint(welcome.substr(at, welcome.find('/', at) - at), 0).value();
}

struct running_centre {
  explicit running_centre(const temporary_folder& folder) {
    auto checked = check(folder.file("centre.yaml"));
    EXPECT_TRUE(checked.has_value()) << to_text(checked.error());
    centre_options options;
    options.data_dir = folder.file("data");
    options.web_root = folder.file("web");
    auto opened = centre::open(std::move(*checked), options);
    EXPECT_TRUE(opened.has_value()) << opened.error();
    all = std::move(*opened);
    all->start();
    console = address_in(all->welcome(), "console");
    screen = address_in(all->welcome(), "screening");
  }
  ~running_centre() { all->stop(); }

  std::unique_ptr<centre> all;
  ip_endpoint console, screen;
};

struct site {
  site() {
    folder.write("centre.yaml", kConfig);
    folder.write("policy.yaml", kPolicy);
    std::filesystem::create_directories(folder.file("data"));
    auto archive = store::store::open("sqlite:" + folder.file("data/store.sqlite"));
    EXPECT_TRUE(archive.has_value());
    std::ostringstream out, err;
    EXPECT_EQ(run_client({client_command::action::add, "switch", {"ss7-north"}, 1'000, "police"},
                         {"ss7-north"}, **archive, out, err),
              0)
        << err.str();
    const std::string said = out.str();
    const std::size_t at = said.find("qorgan_");
    token = said.substr(at, said.find('\n', at) - at);
    EXPECT_EQ((*archive)->clients().at(0).reports, report_source::police);
  }
  reply post(ip_endpoint to, const std::string& path, const std::string& body) const {
    client http{to};
    return http.request(
        "POST", path, {{"Authorization", "Bearer " + token}, {"Content-Type", "application/json"}},
        body);
  }
  std::string verdict_on(const running_centre& at, const std::string& caller) const {
    const reply answer =
        post(at.screen, "/v1/screen",
             R"({"trunk":"ss7-north","callee":"+77012345678","caller":")" + caller + R"("})");
    EXPECT_EQ(answer.status, 200) << answer.body;
    const std::size_t begin = answer.body.find(R"("verdict":")") + 11;
    return answer.body.substr(begin, answer.body.find('"', begin) - begin);
  }

  temporary_folder folder;
  std::string token;
};

TEST(reports, stop_the_next_call_at_once_outlive_a_restart_and_replay_exactly) {
  const site here;
  const std::string scammer = "+442079460001";
  {
    const running_centre running{here.folder};
    EXPECT_EQ(here.verdict_on(running, scammer), "pass");
    const reply said =
        here.post(running.console, "/api/v1/reports",
                  R"({"label":"fraud","caller":")" + scammer + R"(","at":"2026-03-01T10:00:00Z"})");
    ASSERT_EQ(said.status, 202) << said.body;
    EXPECT_EQ(here.verdict_on(running, scammer), "block") << "the report was accepted before";
    EXPECT_EQ(here.verdict_on(running, "+442079460002"), "pass");
    client probe{running.console};
    const std::string metrics = probe.request("GET", "/metrics").body;
    EXPECT_NE(metrics.find(R"(qorgan_reports_total{source="police",answer="accepted"} 1)"),
              std::string::npos)
        << metrics;
  }
  {
    const running_centre again{here.folder};
    EXPECT_EQ(here.verdict_on(again, scammer), "block") << "fed from the journal";
  }
  const auto played = play_journal(here.folder.file("data/journal.sqlite"), {});
  ASSERT_TRUE(played.has_value()) << played.error();
  EXPECT_EQ(played->differences, 0u);
  EXPECT_EQ(played->decisions, 4u);
  EXPECT_EQ(played->recorded_digest, played->derived_digest);
}

TEST(reports, their_rate_is_checked_with_the_rest_of_the_configuration) {
  const temporary_folder folder;
  const std::string file =
      folder.write("centre.yaml", std::string{kConfig} + "reports: { per_second: 0 }\n");
  const auto loaded = load_config(file);
  ASSERT_FALSE(loaded.has_value());
  EXPECT_NE(to_text(loaded.error()).find(":9: 'per_second' must be"), std::string::npos)
      << to_text(loaded.error());
}

}  // namespace
}  // namespace qorgan::app
