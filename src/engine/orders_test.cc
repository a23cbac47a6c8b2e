// Lasting measures: whom they meet, what wins, when they end, and what they never touch.

#include <gtest/gtest.h>

#include "engine/testing.h"

namespace qorgan::engine {
namespace {

using namespace testing;

constexpr std::string_view kTrusting = R"(
version: 1
lists: {roaming: roaming.txt}
rules:
  - name: everybody
    when: {trunk_kind: [international, domestic, roaming_hub]}
    verdict: pass
)";

order_changed order(std::int64_t number, order_kind kind, std::string_view target,
                    verdict does = verdict::block) {
  order_changed out;
  out.at = kMorning;
  out.order = {number};
  out.in_force = true;
  out.target = parse_order_target(kind, target).value();
  out.does = does;
  return out;
}

order_changed end_of(order_changed change) {
  change.in_force = false;
  return change;
}

struct ordered {
  engine screen{small(), policy_of(kTrusting)};

  const decision& judge(const call_started& call) { return *screen.apply(call).decided; }
  const decision& judge_at(std::int64_t after_s) { return judge(foreign_call(seconds(after_s))); }
};

TEST(orders, the_next_call_of_the_number_is_refused_and_after_the_end_it_passes) {
  ordered here;
  const order_changed change = order(17, order_kind::number, "+442079460001");
  EXPECT_EQ(here.judge_at(0).enforced, verdict::pass);
  EXPECT_FALSE(here.screen.apply(change).decided);
  const decision& refused = here.judge_at(1);
  EXPECT_EQ(refused.enforced, verdict::block);
  EXPECT_EQ(refused.would, verdict::block);
  EXPECT_EQ(refused.rule.view(), "order:17") << "before a rule that lets everybody pass";
  EXPECT_EQ(order_of_rule(refused.rule.view()), order_id{17});
  EXPECT_EQ(here.judge(from_number(foreign_call(), "+442079460002", "GB")).enforced, verdict::pass);
  here.screen.apply(end_of(change));
  EXPECT_EQ(here.judge_at(2).enforced, verdict::pass);
  EXPECT_TRUE(here.screen.orders().empty());
}

TEST(orders, a_measure_ends_by_itself_at_its_moment) {
  ordered here;
  order_changed change = order(1, order_kind::number, "+442079460001");
  change.until = seconds(60);
  here.screen.apply(change);
  EXPECT_EQ(here.judge_at(59).enforced, verdict::block);
  EXPECT_EQ(here.judge_at(60).enforced, verdict::pass);
}

TEST(orders, every_kind_meets_its_calls_and_no_others) {
  struct example {
    order_kind kind;
    const char* target;
    const char* other;
  };
  for (const example& one :
       {example{order_kind::range, "+44207946*", "+44207947*"},
        example{order_kind::trunk, "carrier-north", "carrier-south"},
        example{order_kind::victim, "+77010000001", "+77010000002"},
        example{order_kind::equipment, "00000000000000aa", "00000000000000ab"}}) {
    ordered here;
    call_started call = foreign_call();
    call.fingerprint = 0xaa;
    here.screen.apply(order(2, one.kind, one.other));
    EXPECT_EQ(here.judge(call).enforced, verdict::pass) << one.other;
    here.screen.apply(order(1, one.kind, one.target));
    EXPECT_EQ(here.judge(call).enforced, verdict::block) << one.target;
  }
}

TEST(orders, a_protective_hold_is_for_calls_from_abroad) {
  ordered here;
  here.screen.apply(order(1, order_kind::victim, "+77010000001"));
  call_started neighbour = foreign_call();
  neighbour.kind = trunk_kind::domestic;
  EXPECT_EQ(here.judge(neighbour).enforced, verdict::pass);
}

TEST(orders, an_emergency_call_is_never_touched) {
  ordered here;
  here.screen.apply(order(1, order_kind::number, "+442079460001"));
  here.screen.apply(order(2, order_kind::trunk, "carrier-north"));
  for (const char* number : {"101", "102", "103", "104", "112"}) {
    call_started call = foreign_call();
    call.callee.signalled = std::string_view(number);
    const decision& made = here.judge(call);
    EXPECT_EQ(made.enforced, verdict::pass) << number;
    EXPECT_TRUE(made.emergency) << number;
  }
}

TEST(orders, a_trunk_in_shadow_mode_only_records_what_would_be_done) {
  ordered here;
  here.screen.apply(order(1, order_kind::number, "+442079460001"));
  call_started call = foreign_call();
  call.mode = enforcement::shadow;
  EXPECT_EQ(here.judge(call).enforced, verdict::pass);
  call.key = {call.key.value + 1'000};
  EXPECT_EQ(here.judge(call).would, verdict::block);
}

TEST(orders, the_severest_of_several_measures_decides) {
  ordered here;
  here.screen.apply(order(1, order_kind::number, "+442079460001", verdict::label));
  here.screen.apply(order(2, order_kind::range, "+4420*", verdict::withhold));
  EXPECT_EQ(here.judge_at(0).rule.view(), "order:2");
  here.screen.apply(order(3, order_kind::trunk, "carrier-north", verdict::block));
  EXPECT_EQ(here.judge_at(1).rule.view(), "order:3");
}

TEST(orders, what_diverts_knows_where_to) {
  ordered here;
  order_changed change = order(4, order_kind::number, "+442079460001", verdict::divert);
  change.divert.assign("sip:warning@announcements.example");
  here.screen.apply(change);
  const rule_name rule = here.judge_at(0).rule;
  EXPECT_EQ(here.screen.divert_target(rule), "sip:warning@announcements.example");
  EXPECT_EQ(here.screen.divert_target(rule_name("order:5")), "");
}

TEST(orders, an_order_takes_the_place_of_another_whose_late_end_changes_nothing) {
  ordered here;
  const order_changed first = order(1, order_kind::number, "+442079460001");
  here.screen.apply(first);
  here.screen.apply(first);
  here.screen.apply(order(2, order_kind::number, "+442079460001", verdict::withhold));
  here.screen.apply(end_of(first));
  EXPECT_EQ(here.judge_at(0).enforced, verdict::withhold);
  ASSERT_EQ(here.screen.orders().size(), 1u);
  EXPECT_EQ(here.screen.orders()[0].order, order_id{2});
}

TEST(orders, a_new_process_keeps_measures_in_force) {
  ordered here;
  here.screen.apply(order(1, order_kind::number, "+442079460001"));
  here.screen.apply(process_started{seconds(1)});
  EXPECT_EQ(here.judge_at(2).enforced, verdict::block);
}

TEST(orders, beyond_the_limit_nothing_is_taken_and_places_are_used_again) {
  ordered here;
  const auto change_of = [](std::size_t n) {
    return order(static_cast<std::int64_t>(n) + 1, order_kind::number, plus("+442079460000", n));
  };
  for (std::size_t n = 0; n <= limits::kOrdersInForce; ++n) here.screen.apply(change_of(n));
  EXPECT_EQ(here.screen.orders().size(), limits::kOrdersInForce);
  here.screen.apply(end_of(change_of(7)));
  here.screen.apply(change_of(limits::kOrdersInForce));
  EXPECT_EQ(here.screen.orders().size(), limits::kOrdersInForce);
  const auto caller = plus("+442079460000", limits::kOrdersInForce);
  EXPECT_EQ(here.judge(from_number(foreign_call(), caller, "GB")).enforced, verdict::block);
}

TEST(order_targets, are_read_or_refused_in_words) {
  EXPECT_TRUE(parse_order_target(order_kind::number, "+77011234567"));
  EXPECT_TRUE(parse_order_target(order_kind::range, "+49151*"));
  for (const auto& [kind, text] : {std::pair{order_kind::number, "77011234567"},
                                   {order_kind::number, "+112"},
                                   {order_kind::number, "+7701x234567"},
                                   {order_kind::range, "+7*"},
                                   {order_kind::range, "+49151"},
                                   {order_kind::range, "49151*"},
                                   {order_kind::trunk, ""},
                                   {order_kind::equipment, "0000000000000000"},
                                   {order_kind::equipment, "xyz"},
                                   {order_kind::victim, "112"}}) {
    const auto read = parse_order_target(kind, text);
    ASSERT_FALSE(read) << text;
    EXPECT_FALSE(read.error().empty());
  }
  EXPECT_EQ(order_of_rule("order:0"), std::nullopt);
  EXPECT_EQ(order_of_rule("order:1x"), std::nullopt);
  EXPECT_EQ(order_of_rule("velocity"), std::nullopt);
}

}  // namespace
}  // namespace qorgan::engine
