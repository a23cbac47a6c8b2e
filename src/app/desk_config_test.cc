#include "app/desk_config.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

namespace qorgan::app {
namespace {

struct read_result {
  casework::desk_options desk;
  config_errors mistakes;
};

read_result read_text(const std::string& text) {
  read_result out;
  yaml_reader read("site.yaml", out.mistakes);
  if (const auto root = read.parse(text)) read_desk(read, *root, out.desk);
  return out;
}

TEST(desk_config, says_nothing_and_gets_the_usual) {
  const read_result got = read_text("node: x\n");
  EXPECT_TRUE(got.mistakes.empty());
  EXPECT_EQ(got.desk.lease_s, 90u);
  EXPECT_EQ(got.desk.limits.at(casework::desk_clock::claim, desk_level::urgent).red_s, 30);
}

TEST(desk_config, sets_a_limit_and_leaves_the_others) {
  const read_result got = read_text(
      "desk:\n  lease_s: 120\n  flood_alerts: 20\n  limits:\n    urgent: { claim: [5, 15] }\n");
  ASSERT_TRUE(got.mistakes.empty()) << got.mistakes.front().message;
  EXPECT_EQ(got.desk.lease_s, 120u);
  EXPECT_EQ(got.desk.flood_alerts, 20u);
  EXPECT_EQ(got.desk.limits.at(casework::desk_clock::claim, desk_level::urgent).amber_s, 5);
  EXPECT_EQ(got.desk.limits.at(casework::desk_clock::act, desk_level::urgent).amber_s, 60);
  std::ostringstream table;
  print_desk(got.desk, table);
  EXPECT_NE(table.str().find("5/15"), std::string::npos) << table.str();
}

TEST(desk_config, tells_every_mistake_with_its_line) {
  const read_result got = read_text(
      "desk:\n  lease_s: 1\n  limits:\n    urgent: { claim: [30, 10] }\n    high: { act: 5 }\n"
      "    low: { claims: [1, 2] }\n");
  ASSERT_EQ(got.mistakes.size(), 4u);
  std::vector<int> lines;
  for (const config_error& each : got.mistakes) lines.push_back(each.line);
  std::ranges::sort(lines);
  EXPECT_EQ(lines, (std::vector<int>{2, 4, 5, 6}));
}

}  // namespace
}  // namespace qorgan::app
