// What is remembered: windows, sketches, tables, lists and timers.

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <random>

#include "engine/activity.h"
#include "engine/engine_state.h"
#include "engine/testing.h"

namespace qorgan::engine {
namespace {

using namespace testing;

TEST(slot_counter, counts_its_window_and_nothing_older) {
  // Against a plain list of moments, with random gaps.
  std::mt19937 dice{7};
  slot_counter<10, 60> counter;
  std::vector<std::uint32_t> moments;
  std::uint32_t now = 1'000'000;
  for (int i = 0; i < 20'000; ++i) {
    const std::uint32_t before = now;
    now += dice() % 100 == 0 ? dice() % 5'000 : dice() % 30;
    counter.advance(before, now);
    counter.add(now);
    moments.push_back(now);
    std::uint32_t expected = 0;
    for (auto m = moments.rbegin(); m != moments.rend() && *m / 60 + 10 > now / 60; ++m) ++expected;
    ASSERT_EQ(counter.sum(), expected) << "step " << i;
  }
}

TEST(distinct_sketch, estimates_within_what_its_comment_says) {
  for (const unsigned different : {1u, 5u, 10u, 20u, 50u, 100u, 300u}) {
    double error = 0;
    for (std::uint64_t run = 0; run < 50; ++run) {
      distinct_sketch sketch;
      for (unsigned i = 0; i < 3 * different; ++i) {
        sketch.add(mix64((run << 32) + i % different + 1), 1'800);
      }
      error += std::abs(static_cast<double>(sketch.estimate()) - different);
    }
    EXPECT_LT(error / 50, 1 + 0.06 * different + (different > 100 ? 0.06 * different : 0))
        << different;
  }
}

TEST(fading_count, halves_in_two_and_a_half_days_however_it_is_cut) {
  fading_count<std::uint32_t> once;
  fading_count<std::uint32_t> in_steps;
  fading_count<std::uint16_t> small;
  once.add(1'000);
  in_steps.add(1'000);
  small.add(1);  // one report
  once.fade(kStepsPerHalf);
  for (std::uint32_t i = 0; i < kStepsPerHalf; ++i) {
    in_steps.fade(1);
    small.fade(1);
  }
  EXPECT_EQ(once.whole(), 500u);
  EXPECT_NEAR(in_steps.whole(), 500, 1);
  EXPECT_NEAR(small.fractions(), 32, 5) << "cut off at each step, but not by much";
  for (std::uint32_t steps = 1; steps < kStepsPerHalf; ++steps) {
    fading_count<std::uint32_t> one;
    one.add(100'000);
    one.fade(steps);
    EXPECT_NEAR(one.whole(), 1e5 * std::exp2(-static_cast<double>(steps) / kStepsPerHalf), 2);
  }
  once.fade(1'000);
  EXPECT_EQ(once.fractions(), 0u);
}

TEST(fading_count, stops_at_the_largest_word) {
  fading_count<std::uint16_t> full;
  for (int i = 0; i < 10'000; ++i) full.add(1);
  EXPECT_EQ(full.whole(), 1'023u);
}

TEST(entity_table, agrees_with_a_map_while_there_is_room) {
  std::mt19937_64 dice{11};
  entity_table<activity> table{1u << 20, 5};
  std::map<std::uint64_t, std::uint32_t> expected;
  for (std::uint32_t now = 1; now < 3'000; ++now) {
    const std::uint64_t key = 1 + dice() % 1'000;
    const auto claim = table.claim(key, now);
    ASSERT_EQ(claim.how == claimed::found, expected.contains(key));
    if (!expected.contains(key)) expected[key] = now;
    ASSERT_EQ(claim.record->first_seen_s, expected[key]);
  }
  EXPECT_EQ(table.forgotten(), 0u);
  EXPECT_EQ(table.size(), expected.size());
}

TEST(entity_table, when_full_forgets_the_one_unused_for_longest) {
  entity_table<activity> table{1, 5};  // a single set of ten
  ASSERT_EQ(table.capacity(), 10u);
  for (std::uint32_t key = 1; key <= 10; ++key) table.claim(key, 100 + key);
  table.claim(1, 200);  // used again: now number 2 is the stalest
  EXPECT_EQ(table.claim(11, 201).how, claimed::replaced);
  EXPECT_NE(table.find(1), nullptr);
  EXPECT_EQ(table.find(2), nullptr);
  EXPECT_EQ(table.size(), 10u);
}

TEST(entity_table, erased_places_are_free_again) {
  entity_table<activity> table{1, 5};
  for (std::uint32_t key = 1; key <= 10; ++key) table.claim(key, key);
  table.erase(*table.find(7));
  EXPECT_EQ(table.find(7), nullptr);
  EXPECT_EQ(table.claim(12, 20).how, claimed::fresh);
}

TEST(live_calls, timers_fire_in_order_whatever_ends_in_between) {
  std::mt19937_64 dice{3};
  live_calls live{1u << 20, 5};
  std::map<std::pair<timestamp, std::uint64_t>, bool> expected;
  for (std::uint64_t key = 1; key <= 2'000; ++key) {
    const timestamp due = seconds(static_cast<std::int64_t>(dice() % 500));
    live.arm(live.add({key}, 1), due);
    expected[{due, key}] = true;
    if (key % 3 == 0) {  // one of the calls so far ends
      const std::uint64_t ended = 1 + dice() % key;
      if (live_call* call = live.find({ended})) {
        expected.erase({call->due, ended});
        live.remove(*call);
      }
    }
  }
  for (const auto& [next, unused] : expected) {
    live_call* first = live.first_due();
    ASSERT_NE(first, nullptr);
    EXPECT_EQ(first->due, next.first);
    EXPECT_EQ(first->key, next.second);
    live.remove(*first);
  }
  EXPECT_EQ(live.first_due(), nullptr);
}

TEST(live_calls, a_call_forgotten_for_want_of_room_takes_its_timer_along) {
  live_calls live{1, 5};
  for (std::uint64_t key = 1; key <= 100; ++key) {
    live.arm(live.add({key}, static_cast<std::uint32_t>(key)), seconds(static_cast<int>(key)));
  }
  EXPECT_EQ(live.size(), 10u);
  unsigned timers = 0;
  for (live_call* call = live.first_due(); call != nullptr; call = live.first_due()) {
    EXPECT_GT(call->key, 90u);
    live.remove(*call);
    ++timers;
  }
  EXPECT_EQ(timers, 10u);
}

TEST(engine_memory, stays_what_was_configured) {
  for (const std::size_t bytes : {std::size_t{1} << 20, std::size_t{64} << 20}) {
    engine::state state{{.memory_bytes = bytes}, policy_of("version: 1\n")};
    const std::size_t used = state.callers.memory_bytes() + state.ranges.memory_bytes() +
                             state.equipment.memory_bytes() + state.sources.memory_bytes() +
                             state.callees.memory_bytes() + state.live.memory_bytes() +
                             state.standings.memory_bytes() + state.conversations.memory_bytes() +
                             state.reporters.memory_bytes();
    EXPECT_LE(used, bytes + bytes / 50);
    EXPECT_GE(used, bytes * 9 / 10);
  }
}

TEST(engine_memory, a_flood_of_new_numbers_forgets_and_goes_on) {
  engine screen{{.memory_bytes = 1u << 20}, policy_of(R"(
version: 1
detectors: {velocity_per_caller: {max_calls_per_10min: 1}}
)")};
  call_started regular = foreign_call();
  for (unsigned i = 0; i < 50'000; ++i) {
    call_started call = from_number(foreign_call(seconds(i / 100)), plus("+447700000000", i), "GB");
    call.fingerprint = i + 1;
    call.source = from_v4(0x0a000000 + i, 5060);
    ASSERT_TRUE(screen.apply(to_number(call, plus("+77000000000", i))).decided);
    screen.apply(call_answered{call.key, call.at});
    if (i % 20 == 0) {  // who calls all the time is not forgotten
      regular.key = call.key;
      regular.at = call.at;
      screen.apply(regular);
    }
  }
  const auto hits = screen.detector_hits();
  EXPECT_GT(hits[detector_index("velocity_per_caller").value()].second, 2'000u);
}

TEST(number_list, finds_numbers_and_prefixes_and_nothing_else) {
  config_errors none;
  const auto list = number_list::parse(
      "l", "+77010001000\n\n  +44207946*  # London\r\n+770100011*\n+77010001000\n", none);
  EXPECT_TRUE(none.empty());
  EXPECT_EQ(list.size(), 3u);
  const auto has = [&](std::string_view digits) {
    return list.contains(e164::from_digits(digits).value());
  };
  EXPECT_TRUE(has("77010001000"));
  EXPECT_TRUE(has("442079460123"));
  EXPECT_TRUE(has("77010001199"));
  EXPECT_TRUE(has("44207946")) << "the beginning itself";
  EXPECT_FALSE(has("77010001001"));
  EXPECT_FALSE(has("4420794"));
  EXPECT_FALSE(has("77010001200"));
  EXPECT_FALSE(list.contains(e164{}));
}

}  // namespace
}  // namespace qorgan::engine
