#include <gtest/gtest.h>

#include "engine/testing.h"

namespace qorgan::engine {
namespace {

using namespace testing;

call_started from(std::string_view caller, number_type type, trunk_kind kind) {
  call_started call = foreign_call();
  call.caller = number(caller, "KZ", type);
  call.kind = kind;
  return call;
}

TEST(domestic_fixed_on_international, a_fixed_line_of_ours_from_abroad_is_found) {
  watcher watch{"domestic_fixed_on_international"};
  using enum trunk_kind;
  EXPECT_TRUE(watch.sees(from("+77172000100", number_type::fixed_line, international)));
  EXPECT_TRUE(watch.sees(from("+77172000100", number_type::fixed_line, roaming_hub)))
      << "a fixed line does not roam";
  EXPECT_TRUE(watch.sees(from("+78000800800", number_type::toll_free, international)));
  EXPECT_TRUE(watch.sees(from("+77990000000", number_type::unknown, international)))
      << "of ours, and given to nobody";
}

TEST(domestic_fixed_on_international, others_are_left_alone) {
  watcher watch{"domestic_fixed_on_international"};
  using enum trunk_kind;
  EXPECT_FALSE(watch.sees(foreign_call())) << "a fixed line of another country";
  EXPECT_FALSE(watch.sees(from("+77172000100", number_type::fixed_line, domestic)));
  EXPECT_FALSE(watch.sees(from("+77010001000", number_type::mobile, international)))
      << "mobile numbers have a detector of their own";
  EXPECT_FALSE(watch.sees(from("+77510000000", number_type::voip, international)));
}

}  // namespace
}  // namespace qorgan::engine
