#include <gtest/gtest.h>

#include "engine/testing.h"

namespace qorgan::engine {
namespace {

using namespace testing;

TEST(do_not_originate, a_listed_number_is_forged_on_every_trunk) {
  watcher watch{"do_not_originate", "{}", "do_not_originate", "+78000000001 # hotline\n"};
  call_started call = from_number(foreign_call(), "+78000000001", "KZ");
  EXPECT_TRUE(watch.sees(call));
  call.kind = trunk_kind::domestic;
  EXPECT_TRUE(watch.sees(call));
  EXPECT_FALSE(watch.sees(from_number(foreign_call(), "+78000000002", "KZ")));
}

TEST(do_not_originate, calls_to_a_listed_number_are_what_it_is_for) {
  watcher watch{"do_not_originate", "{}", "do_not_originate", "+78000000001"};
  EXPECT_FALSE(watch.sees(to_number(foreign_call(), "+78000000001")));
}

}  // namespace
}  // namespace qorgan::engine
