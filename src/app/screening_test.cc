// A whole centre as `qorgan serve` wires it, asked over real sockets: the decision, its record,
// what the console shows of the call, and a restart in between.

#include "app/screening.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <sstream>
#include <thread>

#include "app/centre.h"
#include "app/client_command.h"
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
constexpr const char* kPolicy = R"(version: 1
rules:
  - name: from-britain
    when: { caller_country: GB }
    verdict: block
    legal_basis: test
)";

/// "… http://127.0.0.1:4711/…" behind this word of the welcome.
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
  ip_endpoint console;
  ip_endpoint screen;
};

struct site {
  site() {
    folder.write("centre.yaml", kConfig);
    folder.write("policy.yaml", kPolicy);
    std::filesystem::create_directories(folder.file("data"));
    auto archive = store::store::open("sqlite:" + folder.file("data/store.sqlite"));
    EXPECT_TRUE(archive.has_value());
    std::ostringstream out;
    std::ostringstream err;
    EXPECT_EQ(run_client({client_command::action::add, "switch", {"ss7-north"}, 1'000},
                         {"ss7-north"}, **archive, out, err),
              0)
        << err.str();
    const std::string said = out.str();
    const std::size_t at = said.find("qorgan_");
    token = said.substr(at, said.find('\n', at) - at);
    audit = (*archive)->newest_audit(10);
    stored = (*archive)->clients();
  }

  reply post(const running_centre& at, const std::string& path, const std::string& body) const {
    client http{at.screen};
    return http.request(
        "POST", path, {{"Authorization", "Bearer " + token}, {"Content-Type", "application/json"}},
        body);
  }
  reply ask(const running_centre& at, const std::string& caller, const std::string& id) const {
    return post(at, "/v1/screen",
                R"({"trunk":"ss7-north","callee":"+77012345678","caller":")" + caller +
                    R"(","call_id":")" + id + R"("})");
  }

  temporary_folder folder;
  std::string token;
  std::vector<audit_entry> audit;
  std::vector<api_client> stored;
};

/// Text of a field of flat JSON.
std::string field(const std::string& body, const std::string& name) {
  const std::string key = "\"" + name + "\":\"";
  const std::size_t at = body.find(key);
  if (at == std::string::npos) return {};
  return body.substr(at + key.size(), body.find('"', at + key.size()) - at - key.size());
}

struct signed_in_browser {
  explicit signed_in_browser(const running_centre& at) : http{at.console} {
    const reply answer =
        http.request("POST", "/api/v1/session", {{"Content-Type", "application/json"}},
                     R"({"name":"operator","password":"qorgan-demo"})");
    EXPECT_EQ(answer.status, 200) << answer.body;
    const std::string set = answer.header("set-cookie");
    cookie = set.substr(0, set.find(';'));
  }
  /// The call's page once it says what is wanted; the live view follows the journal.
  std::string call_until(const std::string& id, const std::string& wanted) {
    std::string body;
    for (int i = 0; i < 200 && body.find(wanted) == std::string::npos; ++i) {
      body = http.request("GET", "/api/v1/calls/" + id, {{"Cookie", cookie}}).body;
      std::this_thread::sleep_for(std::chrono::milliseconds{20});
    }
    return body;
  }
  client http;
  std::string cookie;
};

TEST(screening, a_switch_is_answered_and_the_console_shows_its_calls) {
  const site here;
  const running_centre running{here.folder};
  const reply refused = here.ask(running, "+442079460001", "1@switch");
  ASSERT_EQ(refused.status, 200) << refused.body;
  EXPECT_EQ(field(refused.body, "verdict"), "block") << refused.body;
  EXPECT_EQ(field(refused.body, "rule"), "from-britain");
  EXPECT_NE(refused.body.find(R"("refusal":{"sip":603,"q850":21})"), std::string::npos)
      << refused.body;

  const reply passed = here.ask(running, "+4915112345678", "2@switch");
  EXPECT_EQ(field(passed.body, "verdict"), "pass") << passed.body;
  const std::string id = field(passed.body, "id");
  const std::string events = "/v1/screen/" + id + "/events";
  EXPECT_EQ(here.post(running, events, R"({"trunk":"ss7-north","event":"ringing"})").status, 204);
  EXPECT_EQ(here.post(running, events, R"({"trunk":"ss7-north","event":"answered"})").status, 204);

  signed_in_browser desk{running};
  const std::string live = desk.call_until(id, R"("state":"answered")");
  EXPECT_EQ(field(live, "state"), "answered") << live;
  EXPECT_EQ(field(live, "trunk"), "ss7-north");
  EXPECT_EQ(field(live, "seen_by"), "screened");
  const std::string over = desk.call_until(field(refused.body, "id"), R"("ended_at")");
  EXPECT_EQ(field(over, "state"), "refused") << over;
  EXPECT_NE(over.find(R"("sip_code":603)"), std::string::npos) << over;

  EXPECT_EQ(here.post(running, events,
                      R"({"trunk":"ss7-north","event":"ended","code":200,"by":"caller"})")
                .status,
            204);
  EXPECT_EQ(field(desk.call_until(id, R"("state":"ended")"), "state"), "ended");
  client probe{running.console};
  const std::string metrics = probe.request("GET", "/metrics").body;
  EXPECT_NE(metrics.find("qorgan_screen_calls_total 2"), std::string::npos) << metrics;
  EXPECT_NE(metrics.find("qorgan_screen_answer_seconds_bucket"), std::string::npos);
}

TEST(screening, a_restart_in_between_changes_no_answer) {
  const site here;
  std::string first;
  {
    const running_centre running{here.folder};
    first = here.ask(running, "+442079460001", "3@switch").body;
    EXPECT_EQ(field(first, "verdict"), "block") << first;
  }
  const running_centre again{here.folder};
  const reply repeated = here.ask(again, "+442079460001", "3@switch");
  EXPECT_EQ(field(repeated.body, "id"), field(first, "id"));
  EXPECT_EQ(field(repeated.body, "verdict"), "block");
  EXPECT_NE(repeated.body.find(R"("repeated":true)"), std::string::npos) << repeated.body;
  EXPECT_NE(repeated.body.find(R"("refusal":{"sip":603,"q850":21})"), std::string::npos)
      << repeated.body;
  const reply other = here.ask(again, "+442079460002", "3@switch");
  EXPECT_NE(field(other.body, "id"), field(first, "id")) << "another caller, another call";
}

TEST(screening, a_client_is_kept_by_the_hash_of_its_token_and_audited) {
  const site here;
  ASSERT_EQ(here.stored.size(), 1u);
  EXPECT_EQ(here.token.size(), 7u + 64u);
  EXPECT_EQ(here.stored[0].token_hash.size(), 64u);
  EXPECT_EQ(here.stored[0].token_hash.find(here.token.substr(7)), std::string::npos);
  ASSERT_FALSE(here.audit.empty());
  EXPECT_EQ(here.audit[0].action, "save_client");
  EXPECT_EQ(here.audit[0].subject, "switch");
  EXPECT_EQ(here.audit[0].detail.find(here.token), std::string::npos);
}

TEST(screening, the_command_says_what_is_wrong_and_revokes) {
  const temporary_folder folder;
  auto archive = store::store::open("sqlite:" + folder.file("store.sqlite"));
  ASSERT_TRUE(archive.has_value());
  std::ostringstream out;
  std::ostringstream err;
  const auto run = [&](const client_command& command) {
    out.str("");
    err.str("");
    return run_client(command, {"north"}, **archive, out, err);
  };
  EXPECT_EQ(run({client_command::action::add, "Bad Name", {"north"}, 1}), 2);
  EXPECT_EQ(run({client_command::action::add, "a", {"south"}, 1}), 2);
  EXPECT_EQ(err.str(), "the configuration has no trunk 'south'; it has north\n");
  EXPECT_EQ(run({client_command::action::add, "a", {}, 1}), 2);
  EXPECT_EQ(run({client_command::action::revoke, "a", {}, 1}), 1);
  EXPECT_EQ(run({client_command::action::add, "a", {"north"}, 7}), 0);
  EXPECT_EQ(run({client_command::action::revoke, "a", {}, 1}), 0);
  EXPECT_EQ(run({client_command::action::list, "", {}, 1}), 0);
  EXPECT_NE(out.str().find("a\tnorth\t7/s\t"), std::string::npos) << out.str();
  EXPECT_NE(out.str().find("revoked"), std::string::npos) << out.str();
  EXPECT_TRUE((*archive)->clients().at(0).token_hash.empty());
}

TEST(screening, its_configuration_is_checked_with_the_rest) {
  const temporary_folder folder;
  const auto mistakes_of = [&](const std::string& more) {
    const std::string file = folder.write(
        "centre.yaml", "sip: { listen: [\"udp:127.0.0.1:5070\"] }\npolicy: p.yaml\n" + more);
    const auto loaded = load_config(file);
    return loaded ? std::string{} : to_text(loaded.error());
  };
  const std::string trunk = "trunks: [{ name: a, mode: screen }]\n";
  EXPECT_EQ(mistakes_of(trunk + "screen: { listen: \"127.0.0.1:8081\" }\n"), "");
  EXPECT_NE(mistakes_of(trunk).find("trunk 'a' has mode screen, but there is no screen.listen"),
            std::string::npos);
  EXPECT_NE(mistakes_of(trunk + "screen: { patience_ms: 5 }\n").find(":4: 'patience_ms' must be"),
            std::string::npos);
  EXPECT_NE(mistakes_of("trunks: [{ name: a, mode: screen, sources: [\"192.0.2.1\"] }]\n"
                        "screen: { listen: \"127.0.0.1:8081\" }\n")
                .find(":3: trunk 'a' is asked about over HTTP: no sources"),
            std::string::npos);
}

}  // namespace
}  // namespace qorgan::app
