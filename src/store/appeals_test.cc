// The conformance suite: appeals, and their end together with the order's.

#include "store/store_test_support.h"

namespace qorgan::store {
namespace {

constexpr std::uint64_t kHour = 3'600'000'000;

class appeals_test : public store_test {
 protected:
  audit_entry entry(std::string action) {
    return {script::at(kMorning), "anonymous", std::move(action), "", ""};
  }
  appeal added(std::string number, std::uint64_t hours = 48) {
    appeal out;
    out.case_number = std::move(number);
    out.caller = "+4915112345678";
    out.call = {kMorning};
    out.called_at = script::at(kMorning);
    out.contact = "somebody@example.org";
    out.words = "I am a doctor; 'please'";
    out.order = {7};
    out.created_at = script::at(kMorning);
    out.answer_by = script::at(kMorning + hours * kHour);
    out.id = store_->add_appeal(out, entry("appeal"));
    return out;
  }
  appeal decided(appeal value, appeal_state as) {
    value.state = as;
    value.decided_by = "law";
    value.decided_at = script::at(kMorning + kHour);
    value.reason = "an honest caller";
    return value;
  }
};

TEST_P(appeals_test, an_appeal_is_found_by_its_case_number_and_ended_once) {
  const appeal one = added("ABCD-1234");
  EXPECT_EQ(store_->newest_audit(1)[0].subject, "appeal " + std::to_string(one.id.value));
  const auto found = store_->find_appeal("ABCD-1234");
  ASSERT_TRUE(found);
  EXPECT_EQ(found->id, one.id);
  EXPECT_EQ(found->caller, one.caller);
  EXPECT_EQ(found->call, one.call);
  EXPECT_EQ(found->words, one.words);
  EXPECT_EQ(found->contact, one.contact);
  EXPECT_EQ(found->order, one.order);
  EXPECT_EQ(found->answer_by, one.answer_by);
  EXPECT_FALSE(store_->find_appeal("ABCD-1235"));
  EXPECT_EQ(store_->open_appeals(), 1u);
  EXPECT_TRUE(store_->decide_appeal(decided(one, appeal_state::dismissed), entry("dismiss"), {}));
  EXPECT_FALSE(store_->decide_appeal(decided(one, appeal_state::granted), entry("grant"), {}));
  EXPECT_EQ(store_->find_appeal(one.id)->state, appeal_state::dismissed);
  EXPECT_EQ(store_->find_appeal(one.id)->reason, "an honest caller");
  EXPECT_EQ(store_->open_appeals(), 0u);
}

TEST_P(appeals_test, the_most_urgent_comes_first_and_what_is_late_is_known) {
  const appeal late = added("A", 2);
  const appeal urgent = added("B", 1);
  const appeal over = added("C", 5);
  ASSERT_TRUE(store_->decide_appeal(decided(over, appeal_state::granted), entry("grant"), {}));
  const auto all = store_->appeals(10);
  ASSERT_EQ(all.size(), 3u);
  EXPECT_EQ(all[0].id, urgent.id);
  EXPECT_EQ(all[1].id, late.id);
  EXPECT_EQ(all[2].id, over.id);
  EXPECT_TRUE(store_->overdue_appeals(script::at(kMorning)).empty());
  const auto overdue = store_->overdue_appeals(script::at(kMorning + kHour));
  ASSERT_EQ(overdue.size(), 1u);
  EXPECT_EQ(overdue[0].id, urgent.id);
}

TEST_P(appeals_test, the_order_is_lifted_with_the_appeal_or_neither_happens) {
  order value;
  value.target = "+4915112345678";
  value.state = order_state::active;
  value.id = store_->add_order(value, entry("draft_order"));
  const appeal one = added("A");
  order lifted = value;
  lifted.state = order_state::lifted;
  const order_step wrong{lifted, order_state::emergency, entry("lift_order")};
  EXPECT_FALSE(store_->decide_appeal(decided(one, appeal_state::granted), entry("grant"), wrong));
  EXPECT_EQ(store_->find_appeal(one.id)->state, appeal_state::open);
  EXPECT_EQ(store_->newest_audit(1)[0].action, "appeal");
  const order_step right{lifted, order_state::active, entry("lift_order")};
  EXPECT_TRUE(store_->decide_appeal(decided(one, appeal_state::granted), entry("grant"), right));
  EXPECT_EQ(store_->find_order(value.id)->state, order_state::lifted);
  EXPECT_EQ(store_->find_appeal(one.id)->state, appeal_state::granted);
}

}  // namespace

QORGAN_ON_BOTH_DATABASES(appeals_test);

}  // namespace qorgan::store
