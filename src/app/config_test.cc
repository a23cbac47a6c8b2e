#include "app/config.h"

#include <gtest/gtest.h>

#include <sstream>

#include "app/check_config.h"
#include "base/testing/temporary_folder.h"

namespace qorgan::app {
namespace {

class config_file {
 public:
  explicit config_file(const std::string& text) { folder_.write("centre.yaml", text); }
  std::string path() const { return folder_.file("centre.yaml"); }

 private:
  temporary_folder folder_;
};

constexpr const char* kGood = R"(node: almaty
sip:
  listen: ["udp:127.0.0.1:5070"]
trunks:
  - name: north
    country: RU
    sources: ["192.0.2.0/24"]
    next_hops: ["udp:127.0.0.1"]
    enforcement: enforce
policy: policy.yaml
)";

/// kGood with more keys of its trunk, which begin at line 10.
std::string good_with(const std::string& more) {
  std::string text = kGood;
  text.insert(text.find("policy:"), more);
  return text;
}

TEST(config, reads_values_and_keeps_safe_defaults) {
  const config_file file(kGood);
  const auto loaded = load_config(file.path());
  ASSERT_TRUE(loaded.has_value()) << to_text(loaded.error());
  EXPECT_EQ(loaded->node, "almaty");
  EXPECT_EQ(loaded->sync, journal::sync_mode::full);
  ASSERT_EQ(loaded->gateway.trunks.size(), 1u);
  const auto& trunk = loaded->gateway.trunks[0];
  EXPECT_EQ(trunk.where.text(), "RU");
  EXPECT_EQ(trunk.enforced, enforcement::enforce);
  EXPECT_EQ(trunk.next_hops[0].at.port, 5060);
  EXPECT_EQ(trunk.answers.block, 603);
  EXPECT_TRUE(loaded->policy_file.ends_with("/policy.yaml"));
}

TEST(config, a_trunk_is_in_shadow_unless_it_says_enforce) {
  std::string text = kGood;
  text.erase(text.find("    enforcement: enforce\n"), 25);
  const config_file file(text);
  const auto loaded = load_config(file.path());
  ASSERT_TRUE(loaded.has_value()) << to_text(loaded.error());
  EXPECT_EQ(loaded->gateway.trunks[0].enforced, enforcement::shadow);
}

TEST(config, reads_what_crosses_a_trunk) {
  const config_file file(good_with(R"(    headers:
      trusted: false
      strip: ["X-Internal-*"]
      strip_to_carrier: Server
      add: ["X-Screened: {verdict}"]
      withhold: privacy
    label: { language: ru, texts: { ru: "Осторожно" }, by: [header], header: "X-Warn: yes" }
)"));
  const auto loaded = load_config(file.path());
  ASSERT_TRUE(loaded.has_value()) << to_text(loaded.error());
  const auto& trunk = loaded->gateway.trunks[0];
  const auto& with = trunk.headers;
  EXPECT_FALSE(with.trusted);
  EXPECT_EQ(trunk.identity, std::vector{gateway::identity_header::from});
  EXPECT_EQ(with.strip, std::vector<std::string>{"X-Internal-*"});
  EXPECT_EQ(with.strip_to_carrier, std::vector<std::string>{"Server"});
  EXPECT_EQ(with.add, std::vector<std::string>{"X-Screened: {verdict}"});
  EXPECT_EQ(with.withhold, gateway::withholding::privacy);
  EXPECT_EQ(with.label_text, "Осторожно");
  EXPECT_FALSE(with.label_by_display);
  EXPECT_TRUE(with.label_by_header);
  EXPECT_EQ(with.label_line, "X-Warn: yes");
}

TEST(config, what_cannot_cross_a_trunk_is_a_mistake_with_its_line) {
  const config_file file(good_with(R"(    identity: [p-asserted-identity]
    headers:
      trusted: false
      strip: ["Via"]
      strip_to_carrier: ["Co*"]
      add: ["Contact: <sip:x@y>", "X-A: {mood}"]
    label: { texts: { en: 'say "hi"' }, by: [colour], header: "X-W: {verdict}" }
)"));
  const auto loaded = load_config(file.path());
  ASSERT_FALSE(loaded.has_value());
  const std::string said = to_text(loaded.error());
  for (const char* words :
       {":10: headers.trusted is false", ":13: 'Via' cannot be stripped", ":14: 'Co*' would strip",
        ":15: 'Contact: <sip:x@y>': Contact is the call's own", "none of {verdict}",
        ":16: 'say \"hi\"' contains a quote", ":16: 'colour' is neither display nor header",
        ":16: label.header takes no placeholders"}) {
    EXPECT_NE(said.find(words), std::string::npos) << words << " in\n" << said;
  }
}

std::string watching(const std::string& section) {
  return std::string(kGood) + section;
}

TEST(config, reads_where_signalling_is_watched) {
  const config_file file(watching(R"(watch:
  listen: ["udp:127.0.0.1", "tcp:[::1]:9061"]
  sources: ["192.0.2.0/24"]
  auth_key: secret
  max_calls: 5000
)"));
  const auto loaded = load_config(file.path());
  ASSERT_TRUE(loaded.has_value()) << to_text(loaded.error());
  const auto& watch = loaded->gateway.watch;
  ASSERT_EQ(watch.listen.size(), 2u);
  EXPECT_EQ(watch.listen[0].at.port, 9060);
  EXPECT_EQ(watch.listen[1].over, gateway::transport::tcp);
  EXPECT_EQ(watch.listen[1].at.port, 9061);
  EXPECT_EQ(watch.sources.size(), 1u);
  EXPECT_EQ(watch.auth_key, "secret");
  EXPECT_EQ(watch.max_calls, 5'000u);
  EXPECT_EQ(watch.reorder_ms, 100u);
}

TEST(config, a_watched_trunk_needs_no_next_hop_and_alerts_unless_it_says_shadow) {
  std::string text = watching("watch: {listen: \"udp:127.0.0.1\", sources: 127.0.0.1}\n");
  const std::string old = "    next_hops: [\"udp:127.0.0.1\"]\n    enforcement: enforce\n";
  text.replace(text.find(old), old.size(), "    mode: watch\n");
  const config_file file(text);
  const auto loaded = load_config(file.path());
  ASSERT_TRUE(loaded.has_value()) << to_text(loaded.error());
  EXPECT_EQ(loaded->gateway.trunks[0].mode, gateway::trunk_mode::watch);
  EXPECT_EQ(loaded->gateway.trunks[0].enforced, enforcement::enforce);
}

TEST(config, says_what_is_wrong_with_watching) {
  const config_file file(watching(R"(watch:
  listen: ["tls:127.0.0.1:9060"]
  reorder_ms: 5000
)"));
  const auto loaded = load_config(file.path());
  ASSERT_FALSE(loaded.has_value());
  const std::string told = to_text(loaded.error());
  EXPECT_NE(told.find("centre.yaml:12: 'tls:127.0.0.1:9060': expected udp:ADDRESS:PORT or tcp:"),
            std::string::npos)
      << told;
  EXPECT_NE(told.find("centre.yaml:13: 'reorder_ms' must be a whole number from 0 to 1000"),
            std::string::npos);
  EXPECT_NE(told.find("watch.sources must name the capture agents"), std::string::npos);
}

TEST(config, a_watched_trunk_without_a_mirror_is_a_mistake) {
  std::string text = kGood;
  const std::string old = "    next_hops: [\"udp:127.0.0.1\"]\n";
  text.replace(text.find(old), old.size(), "    mode: watch\n");
  const config_file file(text);
  const auto loaded = load_config(file.path());
  ASSERT_FALSE(loaded.has_value());
  EXPECT_NE(to_text(loaded.error()).find("there is no section 'watch'"), std::string::npos);
}

TEST(config, lists_every_mistake_with_its_line) {
  const config_file file(R"(nodes: almaty
sip:
  listen: ["sctp:127.0.0.1:5070"]
trunks:
  - name: north
    country: Russia
    sources: ["192.0.2.0/40"]
    mode: proxy
    enforcement: maybe
    answers: { pass: 99 }
  - name: north
    sources: ["192.0.2.1"]
    mode: redirect
clock: { speed: 0 }
journal: { sync: sometimes }
store: { url: mysql://x }
)");
  const auto loaded = load_config(file.path());
  ASSERT_FALSE(loaded.has_value());
  const std::string text = to_text(loaded.error());
  for (const char* part :
       {":1: unknown key 'nodes'", ":3: ", ":6: 'country' must be", ":7: prefix length",
        ":5: trunk 'north' is a proxy trunk and has no next_hops", ":9: 'enforcement' must be",
        ":10: 'pass' must be", ":11: trunk 'north' is named twice", ":14: 'speed' must be",
        ":15: 'sync' must be", ":16: store.url", "policy must name"}) {
    EXPECT_NE(text.find(part), std::string::npos) << part << "\nnot in\n" << text;
  }
  // What was written wrongly is not also reported as missing.
  EXPECT_EQ(text.find("at least one address"), std::string::npos) << text;
  EXPECT_EQ(text.find("has no sources"), std::string::npos) << text;
}

TEST(config, mistakes_of_configuration_policy_and_lists_come_in_one_run) {
  const temporary_folder folder;
  const std::string file = folder.write("centre.yaml",
                                        "sip: { listen: [\"udp:127.0.0.1:5070\"] }\n"
                                        "policy: policy.yaml\n"
                                        "policy: other.yaml\n");
  folder.write("policy.yaml",
               "version: soon\n"
               "lists: { here: here.txt, gone: gone.txt }\n");
  folder.write("here.txt", "+7701\nnot a number\n");
  std::ostringstream out;
  std::ostringstream err;
  EXPECT_EQ(run_check_config(file, out, err), 1);
  const std::string text = err.str();
  for (const char* part :
       {"centre.yaml:1: trunks must be a list", "centre.yaml:3: 'policy' is given twice",
        "policy.yaml:1: version must be a whole number", "list 'gone'", "here.txt:2: "}) {
    EXPECT_NE(text.find(part), std::string::npos) << part << "\n" << text;
  }
}

TEST(config, a_file_that_is_no_yaml_is_one_mistake_with_a_line) {
  const config_file file("sip: [1,\ntrunks: }\n");
  const auto loaded = load_config(file.path());
  ASSERT_FALSE(loaded.has_value());
  EXPECT_EQ(loaded.error().size(), 1u);
  EXPECT_GT(loaded.error()[0].line, 0);
}

TEST(config, a_missing_file_is_named) {
  const auto loaded = load_config("/nonexistent/centre.yaml");
  ASSERT_FALSE(loaded.has_value());
  EXPECT_EQ(to_text(loaded.error()), "/nonexistent/centre.yaml: No such file or directory\n");
}

TEST(config, everything_that_ships_is_good) {
  for (const char* name : {"/sim/demo.yaml", "/bench/redirect.yaml", "/bench/proxy.yaml"}) {
    const auto checked = check(std::string(QORGAN_SOURCE_DIR) + name);
    EXPECT_TRUE(checked.has_value()) << to_text(checked.error());
  }
}

}  // namespace
}  // namespace qorgan::app
