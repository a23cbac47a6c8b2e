// The conformance suite: who is on shift, and handovers.

#include "store/store_test_support.h"

namespace qorgan::store {
namespace {

using namespace std::chrono_literals;

class roster_test : public store_test {
 protected:
  static timestamp after(duration span) { return script::at(kMorning) + span; }
  std::string newest_audit() {
    const auto entries = store_->newest_audit(1);
    return entries.empty() ? "" : entries[0].action;
  }
};

TEST_P(roster_test, a_shift_has_a_start_breaks_and_an_end) {
  EXPECT_EQ(store_->take_break("operator:one", after(0s)).error(), shift_refusal::not_on_shift);
  store_->start_shift({"operator:one", "Айгерім", after(1s), kNever});
  store_->start_shift({"operator:two", "Bolat", after(2s), kNever});
  ASSERT_TRUE(store_->take_break("operator:one", after(3s)));
  auto all = store_->on_shift();
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].display_name, "Айгерім");
  EXPECT_EQ(all[0].break_since, after(3s));
  EXPECT_EQ(all[1].break_since, kNever);
  store_->start_shift({"operator:one", "Айгерім", after(9s), kNever});
  EXPECT_EQ(newest_audit(), "shift_resume");
  EXPECT_EQ(store_->on_shift()[0].started_at, after(1s)) << "the same shift goes on";
  EXPECT_EQ(store_->on_shift()[0].break_since, kNever);
  EXPECT_EQ(store_->end_shift("operator:one", after(10s)), 0u);
  EXPECT_EQ(store_->on_shift().size(), 1u);
  EXPECT_EQ(newest_audit(), "shift_end");
}

TEST_P(roster_test, cases_of_who_leaves_go_back_to_the_queue) {
  case_call told;
  told.at = after(1s);
  told.caller = "+4915112345678";
  told.callee = "+77011234567";
  const auto it = store_->report(told, {after(1s), "operator:one", "report", "x", "key-number-1"});
  ASSERT_TRUE(it);
  const auto held = store_->act(it->id, {after(2s), "operator:one", "claim", {}, "key-number-2"},
                                [](desk_case& one) -> std::expected<void, desk_refusal> {
                                  one.state = case_state::claimed;
                                  one.holder = "operator:one";
                                  return {};
                                });
  ASSERT_TRUE(held);
  EXPECT_EQ(store_->end_shift("operator:one", after(3s)), 1u);
  EXPECT_EQ(store_->find_case(it->id)->state, case_state::waiting);
  EXPECT_EQ(store_->history_of(it->id, 9).back().action, "left_shift");
}

TEST_P(roster_test, a_handover_is_accepted_once_by_another_lead) {
  handover value;
  value.at = after(1s);
  value.from = "shift_lead:day";
  value.note = "quiet";
  value.risks = {{"carrier-east floods\tat noon", "operator:two", after(2h)}};
  value.standing = R"({"cases":[]})";
  const handover_id id = store_->offer_handover(value);
  EXPECT_EQ(store_->accept_handover(id, "shift_lead:day", after(2s)).error(),
            shift_refusal::own_handover);
  EXPECT_EQ(store_->accept_handover({id.value + 1}, "shift_lead:night", after(2s)).error(),
            shift_refusal::no_such_handover);
  ASSERT_TRUE(store_->accept_handover(id, "shift_lead:night", after(3s)));
  ASSERT_TRUE(store_->accept_handover(id, "shift_lead:night", after(4s))) << "again, the same";
  EXPECT_EQ(store_->accept_handover(id, "shift_lead:third", after(5s)).error(),
            shift_refusal::accepted_already);
  const auto all = store_->handovers(5);
  ASSERT_EQ(all.size(), 1u);
  EXPECT_EQ(all[0].accepted_by, "shift_lead:night");
  EXPECT_EQ(all[0].accepted_at, after(3s));
  ASSERT_EQ(all[0].risks.size(), 1u);
  EXPECT_EQ(all[0].risks[0].owner, "operator:two");
  EXPECT_EQ(all[0].risks[0].next_check, after(2h));
  EXPECT_EQ(all[0].standing, value.standing);
}

}  // namespace

QORGAN_ON_BOTH_DATABASES(roster_test);

}  // namespace qorgan::store
