#include <gtest/gtest.h>

#include "engine/testing.h"

namespace qorgan::engine {
namespace {

using namespace testing;

TEST(lookalike_number, a_neighbour_of_the_callee_from_abroad_is_found) {
  watcher watch{"lookalike_number"};
  const auto seen = watch.sees(from_number(foreign_call(), "+77010000777", "KZ"));
  ASSERT_TRUE(seen) << "calls +77010000001";
  EXPECT_EQ(seen->observed, 8u);
  EXPECT_FALSE(watch.sees(from_number(foreign_call(), "+77010001777", "KZ")));
}

TEST(lookalike_number, others_are_left_alone) {
  watcher watch{"lookalike_number"};
  EXPECT_FALSE(watch.sees(foreign_call()));
  EXPECT_FALSE(watch.sees(from_number(foreign_call(), "+77010000001", "KZ"))) << "the very same";
  call_started hidden = foreign_call();
  hidden.caller = party{};
  EXPECT_FALSE(watch.sees(hidden));
  call_started at_home = from_number(foreign_call(), "+77010000777", "KZ");
  at_home.kind = trunk_kind::domestic;
  EXPECT_FALSE(watch.sees(at_home));
}

}  // namespace
}  // namespace qorgan::engine
