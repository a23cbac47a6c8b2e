#include "app/calls_command.h"

#include <gtest/gtest.h>

#include <sstream>

namespace qorgan::app {
namespace {

constexpr timestamp kNow = timestamp{} + std::chrono::hours(500'000);

/// An archive of `total` calls a second apart, each hundredth of which would have been blocked.
class archive_of final : public call_archive {
 public:
  explicit archive_of(std::size_t total) : total_{total} {}

  std::vector<call_summary> find_calls(const call_query& query) override {
    asked.push_back(query);
    std::vector<call_summary> out;
    for (std::size_t i = total_; i > 0 && out.size() < query.limit; --i) {
      call_summary call;
      call.key.value = i;
      call.started_at = kNow - std::chrono::seconds(total_ - i);
      call.trunk = i % 2 == 0 ? "north" : "south";
      call.caller = "+77172230555";
      call.callee = "+77011234567";
      call.would = i % 100 == 0 ? verdict::block : verdict::pass;
      call.rule = i % 100 == 0 ? "spoofed" : "";
      call.score = i % 100 == 0 ? 0.997F : 0.01F;
      if (query.before.value != 0 && call.key.value >= query.before.value) continue;
      if (query.would && call.would != *query.would) continue;
      if (!query.trunk.empty() && call.trunk != query.trunk) continue;
      if (call.started_at < query.from) continue;
      out.push_back(std::move(call));
    }
    return out;
  }
  std::optional<call_detail> call(call_key) override { return {}; }
  std::vector<alert_summary> newest_alerts(unsigned) override { return {}; }

  std::vector<call_query> asked;

 private:
  std::size_t total_;
};

std::string listed(const calls_command& command, std::size_t total, int wanted = 0) {
  archive_of archive(total);
  std::ostringstream out;
  std::ostringstream err;
  EXPECT_EQ(run_calls(command, archive, kNow, out, err), wanted);
  return out.str() + err.str();
}

TEST(calls_command, counts_by_trunk_and_rule_over_all_pages) {
  calls_command command;
  const std::string text = listed(command, 1'700);
  EXPECT_TRUE(text.starts_with("1700 calls in the last 24 hours\n")) << text;
  EXPECT_NE(text.find("      833  north                 (no rule)"), std::string::npos) << text;
  EXPECT_NE(text.find("       17  north                 spoofed"), std::string::npos) << text;
  EXPECT_NE(text.find("highest score 99.7 %"), std::string::npos) << text;
}

TEST(calls_command, lists_what_shadow_mode_would_have_blocked_with_masked_numbers) {
  calls_command command;
  command.would = "block";
  command.limit = 2;
  const std::string text = listed(command, 1'000);
  EXPECT_TRUE(text.starts_with("10 calls")) << text;
  EXPECT_NE(text.find("block (pass)"), std::string::npos) << text;
  EXPECT_EQ(text.find("+77172230555"), std::string::npos) << text;
  command.show_numbers = true;
  EXPECT_NE(listed(command, 1'000).find("+77172230555 > +77011234567"), std::string::npos);
}

TEST(calls_command, looks_back_only_as_far_as_asked) {
  calls_command command;
  command.hours = 1;
  EXPECT_TRUE(listed(command, 10'000).starts_with("3601 calls in the last 1 hours"));
  command.trunk = "south";
  EXPECT_TRUE(listed(command, 10'000).starts_with("1800 calls"));
}

TEST(calls_command, an_unknown_verdict_is_named_with_those_that_exist) {
  calls_command command;
  command.would = "blok";
  EXPECT_EQ(listed(command, 1, 2),
            "qorgan: 'blok' is no verdict; verdicts are pass, alert, label, withhold, divert and "
            "block\n");
}

TEST(calls_command, nothing_found_is_one_line) {
  EXPECT_EQ(listed({}, 0), "0 calls in the last 24 hours\n");
}

}  // namespace
}  // namespace qorgan::app
