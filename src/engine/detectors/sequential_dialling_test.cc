#include <gtest/gtest.h>

#include "engine/testing.h"

namespace qorgan::engine {
namespace {

using namespace testing;

TEST(sequential_dialling, working_through_a_block_of_subscribers_is_found) {
  watcher watch{"sequential_dialling", "{sequential_dialling: {min_steps: 6}}"};
  for (unsigned i = 0; i < 6; ++i) {
    EXPECT_FALSE(watch.sees(to_number(foreign_call(seconds(i)), plus("+77011230000", 2 * i)))) << i;
  }
  const auto seventh = watch.sees(to_number(foreign_call(seconds(7)), "+77011230012"));
  ASSERT_TRUE(seventh) << "the sixth step in a row";
  EXPECT_EQ(seventh->observed, 6u);
}

TEST(sequential_dialling, a_sequence_by_changing_numbers_of_one_equipment_is_found) {
  watcher watch{"sequential_dialling"};
  bool found = false;
  for (unsigned i = 0; i < 10; ++i) {
    call_started call =
        from_number(foreign_call(seconds(i)), plus("+447700900000", i * 1'009), "GB");
    call.fingerprint = 9;
    found = watch.sees(to_number(call, plus("+77011230000", i))).has_value();
  }
  EXPECT_TRUE(found);
}

TEST(sequential_dialling, honest_calls_in_between_do_not_hide_it) {
  watcher watch{"sequential_dialling"};
  bool found = false;
  for (unsigned i = 0; i < 40; ++i) {
    if (i % 10 == 9) watch.sees(to_number(foreign_call(seconds(i)), "+77770000000"));
    found |= watch.sees(to_number(foreign_call(seconds(i)), plus("+77011230000", i))).has_value();
  }
  EXPECT_TRUE(found);
}

TEST(sequential_dialling, scattered_callees_are_not) {
  watcher watch{"sequential_dialling"};
  for (unsigned i = 0; i < 200; ++i) {
    EXPECT_FALSE(
        watch.sees(to_number(foreign_call(seconds(i)), plus("+77010000000", i * 7'919 % 999'983))));
  }
}

TEST(sequential_dialling, redialling_one_person_is_not) {
  watcher watch{"sequential_dialling"};
  for (unsigned i = 0; i < 50; ++i) EXPECT_FALSE(watch.sees(foreign_call(seconds(i))));
}

}  // namespace
}  // namespace qorgan::engine
