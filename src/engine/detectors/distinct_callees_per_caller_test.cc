#include <gtest/gtest.h>

#include "engine/testing.h"

namespace qorgan::engine {
namespace {

using namespace testing;

constexpr std::string_view kTen = "{distinct_callees_per_caller: {max_callees_per_hour: 10}}";

call_started to_person(int person, timestamp at) {
  return to_number(foreign_call(at), plus("+77010000000", static_cast<unsigned>(person) * 137));
}

TEST(distinct_callees_per_caller, calling_many_people_is_found) {
  watcher watch{"distinct_callees_per_caller", kTen};
  int first_found = 0;
  for (int i = 1; i <= 20 && first_found == 0; ++i) {
    if (watch.sees(to_person(i, seconds(60 * i)))) first_found = i;
  }
  EXPECT_GE(first_found, 10) << "the estimate is good to about one in ten";
  EXPECT_LE(first_found, 13);
}

TEST(distinct_callees_per_caller, calling_the_same_people_again_is_not) {
  watcher watch{"distinct_callees_per_caller", kTen};
  for (int i = 0; i < 100; ++i) EXPECT_FALSE(watch.sees(to_person(i % 5, seconds(20 * i)))) << i;
}

TEST(distinct_callees_per_caller, people_of_more_than_an_hour_ago_are_forgotten) {
  watcher watch{"distinct_callees_per_caller", kTen};
  for (int i = 0; i < 8; ++i) watch.sees(to_person(i, seconds(i)));
  for (int i = 8; i < 16; ++i) EXPECT_FALSE(watch.sees(to_person(i, seconds(3'700 + i))));
}

}  // namespace
}  // namespace qorgan::engine
