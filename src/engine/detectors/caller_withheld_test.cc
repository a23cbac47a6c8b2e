#include <gtest/gtest.h>

#include "engine/testing.h"

namespace qorgan::engine {
namespace {

using namespace testing;

TEST(caller_withheld, a_caller_without_a_number_is_noted) {
  watcher watch{"caller_withheld"};
  call_started call = foreign_call();
  EXPECT_FALSE(watch.sees(call));
  call.caller = party{};
  EXPECT_TRUE(watch.sees(call));
  call.caller.signalled = std::string_view("anonymous");
  EXPECT_TRUE(watch.sees(call));
  call.kind = trunk_kind::domestic;
  EXPECT_FALSE(watch.sees(call));
}

}  // namespace
}  // namespace qorgan::engine
