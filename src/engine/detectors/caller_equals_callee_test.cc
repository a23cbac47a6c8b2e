#include <gtest/gtest.h>

#include "engine/testing.h"

namespace qorgan::engine {
namespace {

using namespace testing;

TEST(caller_equals_callee, nobody_calls_from_his_own_number) {
  watcher watch{"caller_equals_callee"};
  EXPECT_TRUE(watch.sees(from_number(foreign_call(), "+77010000001", "KZ")));
  EXPECT_FALSE(watch.sees(foreign_call()));
  call_started both_unknown = foreign_call();
  both_unknown.caller = both_unknown.callee = party{};
  EXPECT_FALSE(watch.sees(both_unknown)) << "two missing numbers are not the same number";
}

}  // namespace
}  // namespace qorgan::engine
