#include <gtest/gtest.h>

#include "engine/testing.h"

namespace qorgan::engine {
namespace {

using namespace testing;

TEST(distinct_callees_per_range, many_people_called_from_a_hundred_numbers_are_found) {
  watcher watch{"distinct_callees_per_range",
                "{distinct_callees_per_range: {max_callees_per_hour: 20}}"};
  const auto call = [](unsigned i) {
    const call_started one =
        from_number(foreign_call(seconds(i)), plus("+447712340000", i % 100), "GB");
    return to_number(one, plus("+77010000000", i * 61));
  };
  unsigned first_found = 0;
  for (unsigned i = 1; i <= 40 && first_found == 0; ++i) {
    if (watch.sees(call(i))) first_found = i;
  }
  EXPECT_GE(first_found, 19u);
  EXPECT_LE(first_found, 24u);
}

TEST(distinct_callees_per_range, a_company_calling_its_partners_is_not) {
  watcher watch{"distinct_callees_per_range",
                "{distinct_callees_per_range: {max_callees_per_hour: 20}}"};
  for (unsigned i = 0; i < 200; ++i) {
    const call_started one =
        from_number(foreign_call(seconds(i * 10)), plus("+442079460000", i % 10), "GB");
    EXPECT_FALSE(watch.sees(to_number(one, plus("+77010000000", i % 12))));
  }
}

}  // namespace
}  // namespace qorgan::engine
