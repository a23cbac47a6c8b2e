// Clocks that go backwards, events out of order or twice, calls that never end.

#include <gtest/gtest.h>

#include "engine/testing.h"

namespace qorgan::engine {
namespace {

using namespace testing;

constexpr std::string_view kAll = "version: 2\n";

TEST(disorder, a_clock_that_goes_backwards_stands_still) {
  engine screen{small(), policy_of(kAll)};
  screen.apply(foreign_call(seconds(1'000)));
  const effects& out = screen.apply(foreign_call(seconds(10)));
  ASSERT_TRUE(out.decided);
  EXPECT_EQ(out.decided->decided_at, seconds(1'000));
}

TEST(disorder, an_answer_before_the_start_and_an_end_before_the_answer_are_spans_of_zero) {
  engine screen{small(), policy_of(kAll)};
  const call_started call = foreign_call(seconds(100));
  screen.apply(call);
  screen.apply(call_answered{call.key, seconds(50)});
  EXPECT_EQ(screen.next_timer(), seconds(100 + 180));
  EXPECT_TRUE(
      screen.apply(call_ended{call.key, seconds(60), 200, ended_by::caller}).alerts.empty());
  EXPECT_EQ(screen.next_timer(), kNever);
}

TEST(disorder, events_of_unknown_calls_and_second_ends_change_nothing) {
  engine screen{small(), policy_of(kAll)};
  engine same{small(), policy_of(kAll)};
  const call_started call = foreign_call(seconds(0));
  for (engine* one : {&screen, &same}) {
    one->apply(call);
    one->apply(call_ended{call.key, seconds(5), 487, ended_by::caller});
  }
  screen.apply(call_ended{call.key, seconds(5), 487, ended_by::caller});
  screen.apply(call_ringing{{999}, seconds(5)});
  screen.apply(call_answered{{999}, seconds(5)});
  screen.apply(call_ended{{999}, seconds(5), 200, ended_by::caller});
  EXPECT_EQ(screen.next_timer(), kNever);
  const call_started next = foreign_call(seconds(6));
  EXPECT_EQ(screen.apply(next).decided->score, same.apply(next).decided->score);
}

TEST(disorder, a_second_start_of_a_call_begins_it_anew) {
  engine screen{small(), policy_of(kAll)};
  const call_started call = foreign_call(seconds(0));
  screen.apply(call);
  screen.apply(call_answered{call.key, seconds(5)});
  ASSERT_NE(screen.next_timer(), kNever);
  screen.apply(call);
  EXPECT_EQ(screen.next_timer(), kNever) << "it rings again";
  screen.apply(call_answered{call.key, seconds(30)});
  EXPECT_EQ(screen.next_timer(), seconds(30 + 180));
  screen.apply(call_ended{call.key, seconds(40), 200, ended_by::caller});
  EXPECT_EQ(screen.next_timer(), kNever);
}

TEST(disorder, calls_that_never_end_make_room_for_others) {
  engine screen{{.memory_bytes = 1u << 20}, policy_of(kAll)};
  for (unsigned i = 0; i < 20'000; ++i) {
    const auto call =
        to_number(from_number(foreign_call(seconds(i / 100)), plus("+447700000000", i * 101), "GB"),
                  plus("+77000000000", i));
    screen.apply(call);
    screen.apply(call_answered{call.key, call.at});
  }
  std::size_t raised = 0;
  bool more = true;
  while (more) {
    const effects& out = screen.apply(time_passed{seconds(100'000)});
    raised += out.alerts.size();
    more = out.more;
  }
  EXPECT_GT(raised, 100u);
  EXPECT_LT(raised, 20'000u) << "the first were forgotten";
}

TEST(disorder, a_report_from_the_past_counts_from_now_on) {
  engine screen{small(), policy_of(kAll)};
  const call_started call = foreign_call(seconds(1'000));
  screen.apply(call);
  screen.apply(call_reported{seconds(1), call.caller.number, {}, report_source::police, true});
  const effects& out = screen.apply(foreign_call(seconds(1'001)));
  EXPECT_EQ(out.decided->reasons[0].observed, 200u);
  screen.apply(call_reported{seconds(1'002), {}, call.callee.number, report_source::police, true});
  EXPECT_EQ(screen.reports().without_caller, 1u);
}

}  // namespace
}  // namespace qorgan::engine
