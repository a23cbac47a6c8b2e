#include "console/live_view.h"

#include <gtest/gtest.h>

#include "console/live_source.h"
#include "console/server_fixture_test.h"

namespace qorgan::console::test {
namespace {

const std::vector<std::pair<trunk_id, std::string>> kTrunks{
    {trunk_id_of("carrier-north"), "carrier-north"}};

call_state state_of(const live_view& view, const record& call) {
  return view.find(key_of(call))->state;
}

TEST(live_view, follows_a_call_through_its_life) {
  live_view view{kTrunks};
  const record call = started(1);
  view.apply(call);
  EXPECT_EQ(state_of(view, call), call_state::screening);
  view.apply(ringing(2, call));
  EXPECT_EQ(state_of(view, call), call_state::ringing);
  view.apply(answered(3, call));
  EXPECT_EQ(state_of(view, call), call_state::answered);
  EXPECT_EQ(view.counts(later(call, 6)).live, 1u);
  view.apply(ended(4, call));
  EXPECT_EQ(state_of(view, call), call_state::ended);
  EXPECT_EQ(view.counts(later(call, 61)).live, 0u);
  EXPECT_EQ(view.find(key_of(call))->detail.call.by, ended_by::caller);
  EXPECT_EQ(view.journal_seq(), 4u);
}

TEST(live_view, a_refused_call_is_never_live) {
  live_view view{kTrunks};
  const record call = started(1, "77770001122", "77011234567", verdict::block);
  view.apply(call);
  EXPECT_EQ(state_of(view, call), call_state::refused);
  const live_counts counts = view.counts(later(call, 1));
  EXPECT_EQ(counts.live, 0u);
  EXPECT_EQ(counts.refused_per_minute, 1u);
  EXPECT_EQ(view.counts(later(call, 61)).refused_per_minute, 0u);
}

TEST(live_view, a_redirect_trunks_call_is_over_when_it_is_answered_for) {
  live_view view{kTrunks};
  view.set_redirect_trunks({"carrier-north"});
  const record call = started(1);
  view.apply(call);
  EXPECT_EQ(state_of(view, call), call_state::redirected);
  EXPECT_EQ(view.counts(later(call, 1)).live, 0u);
}

TEST(live_view, a_call_that_was_asked_about_lives_on_when_it_is_watched) {
  live_view view{kTrunks, {.rows = 2}};
  record call = started(1);
  std::get<call_started>(call.input).seen = seen_by::redirect;
  view.apply(call);
  EXPECT_EQ(state_of(view, call), call_state::redirected);
  view.apply(ringing(2, call));
  EXPECT_EQ(state_of(view, call), call_state::ringing);
  view.apply(answered(3, call));
  const record other = started(4);
  view.apply(other);
  view.apply(ended(5, other));
  view.apply(started(6));
  ASSERT_NE(view.find(key_of(call)), nullptr) << "a call that is up does not make room";
  EXPECT_EQ(state_of(view, call), call_state::answered);
  view.apply(ended(7, call));
  EXPECT_EQ(state_of(view, call), call_state::ended);
}

TEST(live_view, a_watched_call_is_live_from_its_start) {
  live_view view{kTrunks};
  view.set_redirect_trunks({"carrier-north"});
  record call = started(1);
  std::get<call_started>(call.input).seen = seen_by::watched;
  view.apply(call);
  EXPECT_EQ(state_of(view, call), call_state::screening);
}

TEST(live_view, counts_what_shadow_mode_would_have_refused) {
  live_view view{kTrunks};
  record call = started(1);
  call.decided->would = verdict::block;
  view.apply(call);
  EXPECT_EQ(view.counts(later(call, 1)).would_refuse_per_minute, 1u);
  EXPECT_EQ(state_of(view, call), call_state::screening);
}

TEST(live_view, a_new_process_ends_what_was_live) {
  live_view view{kTrunks};
  const record call = started(1);
  view.apply(call);
  record restart;
  restart.seq = 2;
  restart.input = process_started{later(call, 10)};
  view.apply(restart);
  EXPECT_EQ(state_of(view, call), call_state::ended);
  EXPECT_EQ(view.counts(later(call, 11)).live, 0u);
  // What the archive tells about older calls later is as dead.
  call_summary old;
  old.key = call_key{5};
  old.started_at = from_us(5);
  view.merge(old);
  EXPECT_EQ(view.find(old.key)->state, call_state::ended);
}

TEST(live_view, holds_so_many_calls_and_lets_the_oldest_finished_go_first) {
  live_view view{kTrunks, {.rows = 3}};
  std::vector<record> calls;
  for (std::uint64_t n = 1; n <= 3; ++n) calls.push_back(started(n));
  for (const record& call : calls) view.apply(call);
  view.apply(ended(4, calls[1]));
  view.take_changes();
  view.apply(started(5));
  EXPECT_EQ(view.calls().size(), 3u);
  EXPECT_EQ(view.find(key_of(calls[1])), nullptr);
  EXPECT_NE(view.find(key_of(calls[0])), nullptr);
  EXPECT_TRUE(view.take_changes().contains(key_of(calls[1]))) << "leaving is a change";
  view.apply(started(6));
  EXPECT_EQ(view.calls().size(), 3u) << "even when all of them are live";
  EXPECT_EQ(view.counts(kStart).live, 4u) << "counted all the same";
}

TEST(live_view, merging_never_takes_back_what_is_known) {
  live_view view{kTrunks};
  const record call = started(1);
  view.apply(call);
  const call_summary old = view.find(key_of(call))->detail.call;
  view.apply(answered(2, call));
  view.apply(ended(3, call));
  view.merge(old);
  EXPECT_EQ(state_of(view, call), call_state::ended);
  EXPECT_EQ(view.find(key_of(call))->detail.call.sip_code, 200);
  view.apply(call);  // the same record again
  EXPECT_EQ(state_of(view, call), call_state::ended);
}

TEST(live_view, a_waived_refusal_is_a_call_that_passed) {
  live_view view{kTrunks};
  record call = started(1);
  call.decided->enforced = call.decided->would = verdict::block;
  view.apply(call);
  EXPECT_EQ(state_of(view, call), call_state::refused);
  EXPECT_EQ(view.counts(later(call, 1)).refused_per_minute, 1u);
  const call_summary old = view.find(key_of(call))->detail.call;
  record fact;
  fact.input = refusal_waived{key_of(call), later(call, 1), waiver::record_late, 0};
  view.apply(fact);
  EXPECT_EQ(state_of(view, call), call_state::screening);
  EXPECT_EQ(view.counts(later(call, 1)).refused_per_minute, 0u);
  EXPECT_EQ(view.counts(later(call, 1)).would_refuse_per_minute, 1u);
  view.merge(old);   // the archive, a moment behind
  view.apply(call);  // the same record again
  EXPECT_EQ(view.find(key_of(call))->detail.call.enforced, verdict::pass);
  view.apply(answered(2, call));
  EXPECT_EQ(state_of(view, call), call_state::answered);
}

TEST(live_view, lists_of_a_call_are_bounded) {
  live_view view{kTrunks};
  record call = started(1);
  view.apply(call);
  record more;
  more.input = ladder_rest{key_of(call), later(call, 1)};
  while (!more.messages.full()) more.messages.push_back({});
  more.alerts.push_back(alert{.key = key_of(call),
                              .at = kStart,
                              .kind = {"velocity"},
                              .level = alert_level::high,
                              .score = 0.5F,
                              .caller = {},
                              .callee = {},
                              .reasons = {}});
  for (int i = 0; i < 20; ++i) view.apply(more);
  EXPECT_EQ(view.find(key_of(call))->detail.messages.size(), limits::kLadderEntries);
  EXPECT_EQ(view.find(key_of(call))->detail.alerts.size(), 8u);
  EXPECT_EQ(view.counts(kStart).alerts_live, 1u);
}

TEST(live_source, applies_what_was_published) {
  guarded_view live{kTrunks};
  fake_archive archive;
  live_source source{live, archive};
  const record call = started(1);
  source.publish({&call, 1});
  EXPECT_FALSE(source.drain(0));
  EXPECT_NE(live.view.find(key_of(call)), nullptr);
}

TEST(live_source, when_the_queue_was_full_the_archive_fills_the_gap_twice) {
  guarded_view live{kTrunks};
  fake_archive archive;
  live_source source{live, archive, 4};
  const record lost = started(1);
  const std::vector<record> batch{lost, started(2), started(3), started(4), started(5)};
  source.publish(batch);
  EXPECT_EQ(source.overflows(), 1u);
  EXPECT_TRUE(source.drain(10'000)) << "at once";
  call_detail kept;
  kept.call.key = key_of(lost);
  kept.call.started_at = at_of(lost.input);
  archive.add(kept);
  source.resync();
  ASSERT_NE(live.view.find(key_of(lost)), nullptr);
  EXPECT_TRUE(live.view.find(key_of(lost))->live());
  EXPECT_FALSE(source.drain(11'000));
  EXPECT_TRUE(source.drain(12'000)) << "and when the projection had time to follow";
  kept.call.ended_at = later(lost, 3);
  archive.add(kept);
  source.resync();
  EXPECT_FALSE(live.view.find(key_of(lost))->live());
  EXPECT_FALSE(source.drain(20'000));
}

TEST(live_source, tries_again_when_the_archive_does_not_answer) {
  guarded_view live{kTrunks};
  fake_archive archive;
  archive.broken = true;
  live_source source{live, archive, 4};
  EXPECT_THROW(source.resync(), std::runtime_error);
  EXPECT_TRUE(source.drain(60'000));
}

TEST(live_source, asks_for_live_calls_older_than_the_newest_page) {
  guarded_view live{kTrunks};
  fake_archive archive;
  const record old = started(1);
  live.view.apply(old);
  call_detail kept;
  kept.call.key = key_of(old);
  kept.call.started_at = kept.call.ended_at = later(old, 1);
  archive.add(kept);
  for (std::uint64_t n = 0; n < 5'000; ++n) {
    call_detail other;
    other.call.key = call_key{key_of(old).value + 10 + n};
    other.call.started_at = other.call.ended_at = kStart;
    archive.add(other);
  }
  live_source source{live, archive};
  source.resync();
  const live_call* now = live.view.find(key_of(old));
  EXPECT_TRUE(now == nullptr || !now->live());
  EXPECT_EQ(live.view.calls().size(), 5'000u);
}

}  // namespace
}  // namespace qorgan::console::test
