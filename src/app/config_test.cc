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
               "version: 2\n"
               "lists: { here: here.txt, gone: gone.txt }\n");
  folder.write("here.txt", "+7701\nnot a number\n");
  std::ostringstream out;
  std::ostringstream err;
  EXPECT_EQ(run_check_config(file, out, err), 1);
  const std::string text = err.str();
  for (const char* part :
       {"centre.yaml:1: trunks must be a list", "centre.yaml:3: 'policy' is given twice",
        "policy.yaml:1: version must be a whole number from 1 to 2", "list 'gone'",
        "here.txt:2: "}) {
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
