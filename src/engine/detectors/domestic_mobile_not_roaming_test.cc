#include <gtest/gtest.h>

#include "engine/testing.h"

namespace qorgan::engine {
namespace {

using namespace testing;

call_started from(std::string_view caller, trunk_kind kind = trunk_kind::international) {
  call_started call = from_number(foreign_call(), caller, "KZ");
  call.kind = kind;
  return call;
}

TEST(domestic_mobile_not_roaming, only_subscribers_in_the_directory_may_call_from_abroad) {
  watcher watch{"domestic_mobile_not_roaming", "{}", "roaming", "+770100010*\n+77020001001\n"};
  EXPECT_FALSE(watch.sees(from("+77010001042")));
  EXPECT_FALSE(watch.sees(from("+77020001001")));
  EXPECT_TRUE(watch.sees(from("+77010001100")));
  EXPECT_TRUE(watch.sees(from("+77020001002")));
  EXPECT_FALSE(watch.sees(from("+77020001002", trunk_kind::domestic)));
  EXPECT_FALSE(watch.sees(from_number(foreign_call(), "+447700900001", "GB")));
}

TEST(domestic_mobile_not_roaming, the_roaming_hub_is_believed_unless_told_otherwise) {
  watcher believing{"domestic_mobile_not_roaming", "{}", "roaming", "+77010001000"};
  EXPECT_FALSE(believing.sees(from("+77020001002", trunk_kind::roaming_hub)));
  watcher strict{"domestic_mobile_not_roaming",
                 "{domestic_mobile_not_roaming: {roaming_hub_is_trusted: 0}}", "roaming",
                 "+77010001000"};
  EXPECT_TRUE(strict.sees(from("+77020001002", trunk_kind::roaming_hub)));
  EXPECT_FALSE(strict.sees(from("+77010001000", trunk_kind::roaming_hub)));
}

TEST(domestic_mobile_not_roaming, without_a_directory_nobody_is_accused) {
  watcher watch{"domestic_mobile_not_roaming"};
  EXPECT_FALSE(watch.sees(from("+77020001002")));
}

}  // namespace
}  // namespace qorgan::engine
