#include <gtest/gtest.h>

#include "engine/testing.h"

namespace qorgan::engine {
namespace {

using namespace testing;

TEST(protected_number, a_bank_does_not_call_from_abroad) {
  watcher watch{"protected_number", "{}", "protected", "+7727000000*"};
  call_started call = from_number(foreign_call(), "+77270000003", "KZ");
  EXPECT_TRUE(watch.sees(call));
  call.kind = trunk_kind::domestic;
  EXPECT_FALSE(watch.sees(call)) << "at home it is the bank";
  EXPECT_FALSE(watch.sees(from_number(foreign_call(), "+77270000010", "KZ")));
  EXPECT_FALSE(watch.sees(to_number(foreign_call(), "+77270000003"))) << "calling the bank";
}

}  // namespace
}  // namespace qorgan::engine
