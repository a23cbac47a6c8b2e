#include "app/reload.h"

#include <gtest/gtest.h>

#include "app/check_config.h"
#include "base/testing/temporary_folder.h"

namespace qorgan::app {
namespace {

config sample() {
  config out;
  out.gateway.listen.push_back({gateway::transport::udp, from_v4(0x7f000001, 5060)});
  gateway::trunk_options trunk;
  trunk.name = "north";
  out.gateway.trunks = {trunk};
  return out;
}

TEST(reload, trunks_policy_and_times_need_no_restart) {
  config fresh = sample();
  fresh.gateway.trunks[0].enforced = enforcement::enforce;
  fresh.gateway.trunks[0].mode = gateway::trunk_mode::redirect;
  fresh.gateway.ring_timeout_ms = 1'000;
  fresh.gateway.refusal_url = "https://qorgan.example/why";
  fresh.policy_file = "another.yaml";
  fresh.log_level = "debug";
  EXPECT_TRUE(keys_that_need_a_restart(sample(), fresh).empty());
  EXPECT_EQ(redirecting_trunks(fresh).count("north"), 1u);
  EXPECT_TRUE(redirecting_trunks(sample()).empty());
}

TEST(reload, names_every_key_that_only_a_restart_changes) {
  config fresh = sample();
  fresh.node = "other";
  fresh.demonstration = true;
  fresh.clock_speed = 2;
  fresh.gateway.listen.push_back({gateway::transport::udp, from_v4(0x7f000002, 5060)});
  fresh.gateway.max_live_calls = 1;
  fresh.gateway.max_transactions = 1;
  fresh.engine.memory_bytes = 1;
  fresh.realtime = true;
  fresh.sync = journal::sync_mode::normal;
  fresh.store_url = "postgresql://h/db";
  fresh.console = from_v4(0x7f000001, 1);
  fresh.screen.patience_ms = 1;
  EXPECT_EQ(
      keys_that_need_a_restart(sample(), fresh),
      (std::vector<std::string>{"node", "demonstration", "realtime", "clock.speed", "sip.listen",
                                "sip.max_live_calls", "sip.max_transactions", "engine.memory_mb",
                                "journal.sync", "store.url", "console.listen", "screen"}));
}

TEST(reload, mistakes_of_configuration_and_policy_are_told_together) {
  const temporary_folder folder;
  folder.write("policy.yaml", "version: 1\nrules: 7\n");
  folder.write("centre.yaml",
               "sip: { listen: [\"udp:127.0.0.1:x\"] }\n"
               "trunks: [{ name: a, sources: [\"192.0.2.1\"], mode: redirect }]\n"
               "policy: policy.yaml\n");
  const auto checked = check(folder.file("centre.yaml"));
  ASSERT_FALSE(checked.has_value());
  const std::string all = to_text(checked.error());
  EXPECT_NE(all.find("centre.yaml:1: "), std::string::npos) << all;
  EXPECT_NE(all.find("policy.yaml:2: "), std::string::npos) << all;
}

}  // namespace
}  // namespace qorgan::app
