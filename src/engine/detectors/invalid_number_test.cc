#include <gtest/gtest.h>

#include "engine/testing.h"

namespace qorgan::engine {
namespace {

using namespace testing;

TEST(invalid_number, says_what_is_wrong_with_the_number) {
  watcher watch{"invalid_number"};
  for (const number_validity wrong : {number_validity::unallocated, number_validity::wrong_length,
                                      number_validity::unknown_country}) {
    call_started call = foreign_call();
    call.caller.info.validity = wrong;
    const auto seen = watch.sees(call);
    ASSERT_TRUE(seen) << to_string(wrong);
    EXPECT_EQ(seen->observed, static_cast<std::uint32_t>(wrong));
    call.kind = trunk_kind::domestic;
    EXPECT_FALSE(watch.sees(call));
  }
}

TEST(invalid_number, valid_and_hidden_numbers_are_not_its_business) {
  watcher watch{"invalid_number"};
  EXPECT_FALSE(watch.sees(foreign_call()));
  call_started hidden = foreign_call();
  hidden.caller = party{};
  EXPECT_FALSE(watch.sees(hidden));
}

}  // namespace
}  // namespace qorgan::engine
