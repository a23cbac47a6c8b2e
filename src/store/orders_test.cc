// The conformance suite: orders, what they would have hit and what they did.

#include "store/store_test_support.h"

namespace qorgan::store {
namespace {

constexpr std::uint64_t kSecond = 1'000'000;

class orders_test : public store_test {
 protected:
  audit_entry entry(std::string action, std::string subject = {}) {
    return {script::at(kMorning), "operator:desk", std::move(action), std::move(subject), "why"};
  }
  order sample(std::string target = "+4915112345678") {
    order out;
    out.target = std::move(target);
    out.basis = "rules";
    out.note = "forty complaints; 'quoted' \"twice\"";
    out.proposer = "desk";
    out.created_at = script::at(kMorning);
    out.valid_to = script::at(kMorning + 3'600 * kSecond);
    return out;
  }
  order added(order value) {
    value.id = store_->add_order(value, entry("draft_order"));
    return value;
  }
  bool step(order value, order_state to) {
    const order_state was = value.state;
    value.state = to;
    const order_step one{value, was, entry("step", std::to_string(value.id.value))};
    return store_->take_steps({&one, 1});
  }
  std::size_t entries(const std::string& action) {
    std::size_t count = 0;
    for (const audit_entry& each : store_->newest_audit(100)) count += each.action == action;
    return count;
  }
  blast_radius blast(order_kind kind, std::string text) {
    blast_question question;
    question.target = parse_order_target(kind, text).value();
    question.text = std::move(text);
    question.from = script::at(kMorning);
    question.to = script::at(kMorning + 1'000 * kSecond);
    question.domestic_trunks = {trunk_id_of("carrier-south")};
    question.honest = [](std::string_view caller) { return caller == "+4930111222"; };
    return store_->measure(question);
  }
};

TEST_P(orders_test, an_order_comes_back_as_it_was_given) {
  order value = sample("+49151*");
  value.kind = order_kind::range;
  value.does = verdict::divert;
  value.divert_to = "sip:warning@announcements.example";
  value.basis_version = "v1";
  value.addressee = "Carrier North";
  value.evidence = "alerts 1, 2";
  value.proposed_as = role::shift_lead;
  value.approver = "law";
  value.reason = "Себеп";
  value.ended_by = "system";
  value.end_reason = "over";
  value.replaces = {3};
  value.blast = R"({"calls":7})";
  std::uint64_t n = 1;
  for (timestamp* each :
       {&value.submitted_at, &value.decided_at, &value.valid_from, &value.ratify_by,
        &value.ended_at, &value.enforced_at, &value.withdrawn_at, &value.renewal_asked_at}) {
    *each = script::at(kMorning + n++);
  }
  value = added(value);
  EXPECT_GT(value.id.value, 0);
  EXPECT_EQ(store_->newest_audit(1)[0].subject, std::to_string(value.id.value));
  const auto found = store_->find_order(value.id);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->id, value.id);
  EXPECT_EQ(found->state, order_state::draft);
  EXPECT_EQ(found->kind, value.kind);
  EXPECT_EQ(found->does, value.does);
  EXPECT_EQ(found->proposed_as, value.proposed_as);
  EXPECT_EQ(found->replaces, value.replaces);
  EXPECT_EQ(found->blast, value.blast);
  for (const auto field :
       {&order::target, &order::divert_to, &order::basis, &order::basis_version, &order::addressee,
        &order::evidence, &order::note, &order::proposer, &order::approver, &order::reason,
        &order::ended_by, &order::end_reason}) {
    EXPECT_EQ((*found).*field, value.*field);
  }
  for (const auto field :
       {&order::created_at, &order::submitted_at, &order::decided_at, &order::valid_from,
        &order::valid_to, &order::ratify_by, &order::ended_at, &order::enforced_at,
        &order::withdrawn_at, &order::renewal_asked_at}) {
    EXPECT_EQ((*found).*field, value.*field);
  }
  EXPECT_FALSE(store_->find_order({value.id.value + 1}));
}

TEST_P(orders_test, a_step_is_taken_once_and_with_its_entry) {
  const order value = added(sample());
  EXPECT_TRUE(step(value, order_state::submitted));
  EXPECT_FALSE(step(value, order_state::retracted)) << "it is no draft any more";
  EXPECT_EQ(entries("step"), 1u);
  EXPECT_EQ(store_->find_order(value.id)->state, order_state::submitted);
}

TEST_P(orders_test, a_target_has_one_order_in_force_and_steps_are_taken_all_or_none) {
  order first = added(sample());
  order second = added(sample());
  ASSERT_TRUE(step(first, order_state::active));
  EXPECT_FALSE(step(second, order_state::active));
  EXPECT_FALSE(step(second, order_state::emergency));
  EXPECT_EQ(store_->in_force_count(), 1u);
  first.state = order_state::replaced;
  second.state = order_state::active;
  const std::vector<order_step> wrong{{first, order_state::active, entry("replaced")},
                                      {second, order_state::submitted, entry("approved")}};
  EXPECT_FALSE(store_->take_steps(wrong)) << "the second is a draft";
  EXPECT_EQ(store_->find_order(first.id)->state, order_state::active);
  EXPECT_EQ(entries("replaced"), 0u);
  const std::vector<order_step> right{{first, order_state::active, entry("replaced")},
                                      {second, order_state::draft, entry("approved")}};
  EXPECT_TRUE(store_->take_steps(right));
  EXPECT_EQ(store_->find_order(first.id)->state, order_state::replaced);
  EXPECT_EQ(store_->find_order(second.id)->state, order_state::active);
}

TEST_P(orders_test, no_audit_entry_no_order) {
  const order value = added(sample());
  execute("ALTER TABLE audit RENAME TO audit_away");
  EXPECT_THROW(store_->add_order(sample(), entry("draft_order")), std::runtime_error);
  EXPECT_THROW(step(value, order_state::submitted), std::runtime_error);
  execute("ALTER TABLE audit_away RENAME TO audit");
  EXPECT_EQ(store_->find_orders({}).size(), 1u);
  EXPECT_EQ(store_->find_order(value.id)->state, order_state::draft);
}

TEST_P(orders_test, the_engine_is_told_until_it_has_acknowledged) {
  const order value = added(sample());
  EXPECT_TRUE(store_->unacknowledged().empty()) << "a draft";
  ASSERT_TRUE(step(value, order_state::active));
  ASSERT_EQ(store_->unacknowledged().size(), 1u);
  store_->acknowledge(value.id, true, script::at(kMorning + 5));
  EXPECT_TRUE(store_->unacknowledged().empty());
  store_->acknowledge(value.id, true, script::at(kMorning + 6));
  order active = store_->find_order(value.id).value();
  EXPECT_EQ(active.enforced_at, script::at(kMorning + 5)) << "the first time counts";
  store_->forget_acknowledgements();
  EXPECT_EQ(store_->unacknowledged().size(), 1u) << "a new process";
  store_->acknowledge(value.id, true, script::at(kMorning + 7));
  active = store_->find_order(value.id).value();
  store_->acknowledge(value.id, false, script::at(kMorning + 8));
  EXPECT_FALSE(happened(store_->find_order(value.id)->withdrawn_at)) << "still in force";
  ASSERT_TRUE(step(active, order_state::lifted));
  EXPECT_EQ(store_->unacknowledged().size(), 1u);
  store_->acknowledge(value.id, false, script::at(kMorning + 9));
  EXPECT_TRUE(store_->unacknowledged().empty());
  EXPECT_EQ(store_->find_order(value.id)->withdrawn_at, script::at(kMorning + 9));
}

TEST_P(orders_test, orders_are_found_by_state_target_and_people) {
  order other = sample("+77010000001");
  other.kind = order_kind::victim;
  other.proposer = "lead";
  const order first = added(sample());
  const order second = added(other);
  ASSERT_TRUE(step(second, order_state::active));
  const auto ids = [&](const order_query& query) {
    std::vector<std::int64_t> out;
    for (const order& each : store_->find_orders(query)) out.push_back(each.id.value);
    return out;
  };
  using found = std::vector<std::int64_t>;
  EXPECT_EQ(ids({}), (found{second.id.value, first.id.value})) << "newest first";
  EXPECT_EQ(ids({.states = {order_state::draft, order_state::refused}}), found{first.id.value});
  EXPECT_EQ(ids({.target = "1511234"}), found{first.id.value});
  EXPECT_EQ(ids({.target = "151%678"}), found{}) << "what is asked for stands as it is";
  EXPECT_EQ(ids({.target = "151_234"}), found{});
  EXPECT_EQ(ids({.target = "' OR '1'='1"}), found{});
  EXPECT_EQ(ids({.proposer = "lead"}), found{second.id.value});
  EXPECT_EQ(ids({.approver = "law"}), found{});
  EXPECT_EQ(ids({.before = second.id}), found{first.id.value});
  EXPECT_EQ(ids({.limit = 1}), found{second.id.value});
  EXPECT_EQ(store_->standing().size(), 1u);
}

TEST_P(orders_test, blast_radius_counts_what_would_have_been_hit) {
  script calls;
  std::uint64_t key = kMorning + kSecond;
  const auto call = [&](const char* caller, const char* callee, std::uint64_t seconds,
                        const char* trunk = "carrier-north") {
    record& entry =
        calls.start(key, {caller, callee}, seconds == 0 ? verdict::block : verdict::pass);
    std::get<call_started>(entry.input).trunk = trunk_id_of(trunk);
    if (seconds > 0) {
      calls.answer(key, kSecond);
      calls.end(key, (1 + seconds) * kSecond, 200);
    }
    key += kSecond;
  };
  call("4930111222", "77010000001", 120);
  call("4930111222", "77010000002", 120);
  call("4930111222", "77010000002", 30);
  call("49301112223", "77010000002", 90);  // a longer number that begins like the other
  call("442079460001", "77010000001", 0);
  call("77770000000", "77010000001", 300, "carrier-south");
  call("77010000001", "4930111222", 60, "carrier-south");
  calls.project(*store_);

  const blast_radius number = blast(order_kind::number, "+4930111222");
  EXPECT_EQ(number.calls, 3u);
  EXPECT_EQ(number.callers, 1u);
  EXPECT_EQ(number.callees, 2u);
  EXPECT_EQ(number.over_a_minute, 2u);
  EXPECT_EQ(number.honest_callers, 1u);
  EXPECT_TRUE(number.complete);
  EXPECT_TRUE(number.by_callee);
  ASSERT_EQ(number.most.size(), 2u);
  EXPECT_EQ(number.most[0].number, "+77010000002") << "as long, and called more often";
  EXPECT_EQ(number.most[0].calls, 2u);

  const blast_radius range = blast(order_kind::range, "+493011*");
  EXPECT_EQ(range.calls, 4u);
  EXPECT_EQ(range.callers, 2u);
  EXPECT_FALSE(range.by_callee);
  EXPECT_EQ(range.most[0].number, "+4930111222");

  const blast_radius victim = blast(order_kind::victim, "+77010000001");
  EXPECT_EQ(victim.calls, 2u) << "not the call of a neighbour on a domestic trunk";
  EXPECT_EQ(victim.refused_already, 1u);

  const blast_radius trunk = blast(order_kind::trunk, "carrier-south");
  EXPECT_EQ(trunk.calls, 2u);
  EXPECT_EQ(trunk.over_a_minute, 1u);

  EXPECT_EQ(blast(order_kind::number, "+4930999999").calls, 0u);
}

TEST_P(orders_test, what_orders_did_is_counted_by_order) {
  script calls;
  std::uint64_t key = kMorning;
  for (const auto& [rule, caller] : {std::pair{"order:7", "4930111222"},
                                     {"order:7", "4930111222"},
                                     {"order:7", "4930111223"},
                                     {"order:8", "4930111222"},
                                     {"velocity", "4930111222"}}) {
    record& entry = calls.start(key++, {caller}, verdict::block);
    entry.decided->rule = rule_name(rule);
  }
  calls.project(*store_);
  const auto found = store_->effects(script::at(kMorning), script::at(kMorning + 100));
  ASSERT_EQ(found.size(), 2u);
  EXPECT_EQ(found[0].order, order_id{7});
  EXPECT_EQ(found[0].calls, 3u);
  EXPECT_EQ(found[0].callers, 2u);
  EXPECT_TRUE(store_->effects(script::at(kMorning + 10), script::at(kMorning + 100)).empty());
}

}  // namespace

QORGAN_ON_BOTH_DATABASES(orders_test);

}  // namespace qorgan::store
