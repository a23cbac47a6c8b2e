// The keeper against a real store and an engine that hears, does not hear, or forgets.

#include "app/order_keeper.h"

#include <gtest/gtest.h>

#include "base/testing/temporary_folder.h"
#include "casework/order_steps.h"
#include "store/store.h"

namespace qorgan::app {
namespace {

struct hearing_engine final : order_enforcement {
  bool enforce(const order_changed& change) override {
    if (full) return false;
    heard.push_back(change);
    return true;
  }
  bool full = false;
  std::vector<order_changed> heard;
};

struct kept {
  static std::unique_ptr<store::store> opened_in(const temporary_folder& folder) {
    auto opened = store::store::open("sqlite:" + folder.file("store.sqlite"));
    if (!opened) throw std::runtime_error(opened.error());
    return std::move(*opened);
  }
  order add(order_state state, duration lasts = std::chrono::hours{1000}) {
    order value;
    value.target = "+49151123456" + std::to_string(10 + count++);
    value.basis = "rules";
    value.note = "note";
    value.proposer = "desk";
    value.valid_from = clock.now();
    value.valid_to = clock.now() + lasts;
    value.ratify_by = value.valid_to;
    value.state = state;
    value.id = book->add_order(value, {clock.now(), "operator:desk", "draft_order", "", ""});
    return value;
  }
  void change(const order& value, order_state to) {
    order after = value;
    after.state = to;
    const order_step step{after, value.state, {clock.now(), "prosecutor:law", "step", "", ""}};
    ASSERT_TRUE(book->take_steps({&step, 1}));
  }
  void record_all() {
    std::vector<record> batch;
    for (const order_changed& each : engine.heard) batch.emplace_back().input = each;
    engine.heard.clear();
    keeper.look_at(batch);
  }
  order now(const order& value) { return book->find_order(value.id).value(); }
  std::size_t entries(const std::string& action) {
    std::size_t out = 0;
    for (const audit_entry& each : book->newest_audit(100)) out += each.action == action;
    return out;
  }

  temporary_folder folder;
  std::unique_ptr<store::store> book = opened_in(folder);
  os::clock clock;
  hearing_engine engine;
  order_keeper keeper{{*book, *book, engine, clock}, {}};
  int count = 0;
};

TEST(order_keeper, tells_the_engine_and_notes_its_acknowledgement) {
  kept here;
  const order one = here.add(order_state::active);
  here.add(order_state::draft);
  here.keeper.round();
  ASSERT_EQ(here.engine.heard.size(), 1u);
  EXPECT_EQ(here.engine.heard[0].order, one.id);
  EXPECT_TRUE(here.engine.heard[0].in_force);
  EXPECT_EQ(here.engine.heard[0].until, one.valid_to);
  EXPECT_EQ(here.keeper.figures().unacknowledged, 1u);
  EXPECT_FALSE(happened(here.now(one).enforced_at));
  here.record_all();
  here.keeper.round();
  EXPECT_TRUE(happened(here.now(one).enforced_at));
  EXPECT_EQ(here.keeper.figures().unacknowledged, 0u);
  EXPECT_EQ(here.keeper.figures().in_force, 1u);
  EXPECT_TRUE(here.engine.heard.empty()) << "told once";

  here.change(here.now(one), order_state::lifted);
  here.keeper.round();
  ASSERT_EQ(here.engine.heard.size(), 1u);
  EXPECT_FALSE(here.engine.heard[0].in_force);
  here.record_all();
  here.keeper.round();
  EXPECT_TRUE(happened(here.now(one).withdrawn_at));
}

TEST(order_keeper, what_a_full_call_path_did_not_take_is_told_again) {
  kept here;
  here.add(order_state::emergency);
  here.engine.full = true;
  here.keeper.round();
  here.engine.full = false;
  here.keeper.round();
  EXPECT_EQ(here.engine.heard.size(), 1u);
}

TEST(order_keeper, a_new_process_is_told_everything_and_forgets_what_the_book_does_not_know) {
  kept here;
  const order one = here.add(order_state::active);
  here.book->acknowledge(one.id, true, here.clock.now());
  order_changed stale = casework::change_of(one);
  stale.order = {999};
  order_keeper next({*here.book, *here.book, here.engine, here.clock},
                    {stale, casework::change_of(one)});
  next.round();
  ASSERT_EQ(here.engine.heard.size(), 2u);
  EXPECT_EQ(here.engine.heard[0].order, order_id{999});
  EXPECT_FALSE(here.engine.heard[0].in_force);
  EXPECT_EQ(here.engine.heard[1].order, one.id);
  EXPECT_TRUE(here.engine.heard[1].in_force);
}

TEST(order_keeper, the_clock_begins_ends_and_lapses_orders_and_writes_it_down) {
  kept here;
  const order over = here.add(order_state::active, std::chrono::microseconds{1});
  const order lapsed = here.add(order_state::emergency, std::chrono::microseconds{1});
  const order later = here.add(order_state::approved);
  here.keeper.round();
  EXPECT_EQ(here.now(over).state, order_state::expired);
  EXPECT_EQ(here.now(lapsed).state, order_state::lifted);
  EXPECT_EQ(here.now(lapsed).end_reason, "not ratified in time");
  EXPECT_EQ(here.now(later).state, order_state::active);
  EXPECT_EQ(here.entries("order_ends"), 2u);
  EXPECT_EQ(here.entries("order_begins"), 1u);
  ASSERT_EQ(here.engine.heard.size(), 3u);
}

TEST(order_keeper, a_day_before_the_end_renewal_is_asked_for_once) {
  kept here;
  const order one = here.add(order_state::active, std::chrono::hours{23});
  here.keeper.round();
  here.keeper.round();
  EXPECT_TRUE(happened(here.now(one).renewal_asked_at));
  EXPECT_EQ(here.entries("order_renewal_asked"), 1u);
}

TEST(order_keeper, an_appeal_that_nobody_answers_in_time_lifts_its_order_and_says_so) {
  kept here;
  const order one = here.add(order_state::active);
  appeal asked;
  asked.case_number = "AAAA-BBBB-CCCC-DDDD";
  asked.order = one.id;
  asked.created_at = here.clock.now();
  asked.answer_by = here.clock.now() + std::chrono::hours{1};
  asked.id = here.book->add_appeal(asked, {here.clock.now(), "anonymous", "appeal", "", ""});
  appeal other = asked;
  other.case_number = "EEEE-FFFF-GGGG-HHHH";
  other.order = {};
  other.answer_by = here.clock.now();
  here.book->add_appeal(other, {here.clock.now(), "anonymous", "appeal", "", ""});
  here.keeper.round();
  EXPECT_EQ(here.now(one).state, order_state::active) << "its time is not over";
  EXPECT_EQ(here.book->find_appeal(other.case_number)->state, appeal_state::lapsed);
  asked.case_number = "JJJJ-KKKK-LLLL-MMMM";
  asked.answer_by = here.clock.now();
  here.book->add_appeal(asked, {here.clock.now(), "anonymous", "appeal", "", ""});
  here.keeper.round();
  EXPECT_EQ(here.now(one).state, order_state::lifted);
  EXPECT_EQ(here.now(one).end_reason, "the appeal was not answered in time");
  EXPECT_EQ(here.book->find_appeal(asked.case_number)->decided_by, "system");
  EXPECT_EQ(here.entries("appeal_lapsed"), 2u);
}

}  // namespace
}  // namespace qorgan::app
