#include "console/live_source.h"

#include <gtest/gtest.h>

#include <vector>

namespace qorgan::console {
namespace {

/// An archive nobody asks.
class no_archive final : public call_archive {
 public:
  std::vector<call_summary> find_calls(const call_query&) override { return {}; }
  std::optional<call_detail> call(call_key) override { return std::nullopt; }
  std::vector<alert_summary> newest_alerts(unsigned) override { return {}; }
};

record redirected(std::uint64_t number, verdict enforced = verdict::pass) {
  record out;
  out.seq = number;
  call_started event;
  event.key = {1'700'000'000'000'000 + number};
  event.at = from_us(static_cast<std::int64_t>(event.key.value));
  out.input = event;
  decision decided;
  decided.key = event.key;
  decided.enforced = decided.would = enforced;
  out.decided = decided;
  ladder_entry answer;
  answer.side = leg::caller;
  answer.way = direction::sent;
  answer.status = 404;
  out.messages.push_back(answer);
  return out;
}

struct live_source_test : testing::Test {
  guarded_view live{{}};
  no_archive archive;
  live_source source{live, archive};
  timestamp now = from_us(1'700'000'001'000'000);
};

TEST_F(live_source_test, lists_every_call_while_they_can_be_read) {
  std::vector<record> batch;
  for (std::uint64_t i = 1; i <= 150; ++i) batch.push_back(redirected(i));
  source.publish(batch);
  EXPECT_FALSE(source.drain(0));
  EXPECT_EQ(live.view.calls().size(), 150u);
  EXPECT_EQ(live.view.counts(now).arrived_per_minute, 150u);
  EXPECT_EQ(live.view.counts(now).unlisted_per_minute, 0u);
}

TEST_F(live_source_test, counts_what_it_does_not_list) {
  std::vector<record> batch;
  for (std::uint64_t i = 1; i <= 5'000; ++i) batch.push_back(redirected(i));
  source.publish(batch);
  EXPECT_FALSE(source.drain(0));
  EXPECT_LT(live.view.calls().size(), 1'000u);
  const live_counts counts = live.view.counts(now);
  EXPECT_EQ(counts.arrived_per_minute, 5'000u);
  EXPECT_EQ(counts.unlisted_per_minute, 5'000u - live.view.calls().size());
  EXPECT_EQ(live.view.journal_seq(), 5'000u);
}

TEST_F(live_source_test, leaves_none_out_while_they_may_go_on_in_the_mirror) {
  source.redirected_calls_go_on(true);
  std::vector<record> batch;
  for (std::uint64_t i = 1; i <= 3'000; ++i) batch.push_back(redirected(i));
  source.publish(batch);
  source.drain(0);
  EXPECT_EQ(live.view.calls().size(), 3'000u);
}

TEST_F(live_source_test, never_leaves_out_a_call_that_somebody_should_look_at) {
  std::vector<record> batch;
  for (std::uint64_t i = 1; i <= 3'000; ++i) batch.push_back(redirected(i));
  batch.push_back(redirected(3'001, verdict::block));
  batch.push_back(redirected(3'002, verdict::alert));
  batch.push_back(redirected(3'003));
  alert raised;
  raised.key = {1'700'000'000'003'003};
  batch.back().alerts.push_back(raised);
  source.publish(batch);
  source.drain(0);
  for (const std::uint64_t number : {3'001u, 3'002u, 3'003u}) {
    EXPECT_NE(live.view.find({1'700'000'000'000'000 + number}), nullptr) << number;
  }
}

}  // namespace
}  // namespace qorgan::console
