#include <gtest/gtest.h>

#include "engine/testing.h"

namespace qorgan::engine {
namespace {

using namespace testing;

constexpr std::string_view kOn =
    "{new_number_many_callees: {enabled: true, max_callees_per_hour: 8}}";

call_started call_to(unsigned callee, std::int64_t s) {
  return to_number(foreign_call(seconds(s)), plus("+77011000000", callee * 7'919));
}

TEST(new_number_many_callees, a_new_number_that_goes_through_a_list) {
  watcher watch{"new_number_many_callees", kOn};
  unsigned first_found = 0;
  for (unsigned i = 1; i <= 12 && first_found == 0; ++i) {
    if (watch.sees(call_to(i, 60 * i))) first_found = i;
  }
  EXPECT_GE(first_found, 8u);
  EXPECT_LE(first_found, 10u);
}

TEST(new_number_many_callees, the_same_people_again_and_known_numbers_are_left_alone) {
  watcher watch{"new_number_many_callees", kOn};
  for (unsigned i = 0; i < 60; ++i) EXPECT_FALSE(watch.sees(call_to(i % 4, 30 * i))) << i;
  for (unsigned i = 0; i < 30; ++i) {
    EXPECT_FALSE(watch.sees(call_to(100 + i, 2 * 86'400 + 30 * i))) << i;
  }
}

}  // namespace
}  // namespace qorgan::engine
