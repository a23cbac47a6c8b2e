#include <gtest/gtest.h>

#include "engine/testing.h"

namespace qorgan::engine {
namespace {

using namespace testing;

constexpr std::uint64_t kDialler = 77;
constexpr std::uint64_t kExchange = 5;

/// Call number `i` over one equipment of a German carrier.
call_started over(std::uint64_t fingerprint, unsigned i, std::string_view base,
                  std::string_view where) {
  call_started call = from_number(foreign_call(seconds(i)), plus(base, i * 1'009), where);
  call.fingerprint = fingerprint;
  call.carrier_country = country("DE");
  return to_number(call, plus("+77010000000", i * 7'919));
}

TEST(equipment_rotation, a_new_foreign_number_for_each_call_over_one_equipment_is_found) {
  watcher watch{"equipment_rotation"};
  unsigned first_found = 0;
  for (unsigned i = 1; i <= 30 && first_found == 0; ++i) {
    watch.sees(over(kExchange, 2 * i, "+4915100000000", "DE"));
    if (watch.sees(over(kDialler, 2 * i + 1, "+447700900000", "GB"))) first_found = i;
  }
  EXPECT_GE(first_found, 11u);
  EXPECT_LE(first_found, 15u);
}

TEST(equipment_rotation, an_exchange_with_subscribers_of_its_own_country_is_not) {
  watcher watch{"equipment_rotation"};
  for (unsigned i = 1; i <= 200; ++i) {
    watch.sees(over(kDialler, 2 * i, "+447700900000", "GB"));
    EXPECT_FALSE(watch.sees(over(kExchange, 2 * i + 1, "+4915100000000", "DE"))) << i;
  }
}

TEST(equipment_rotation, the_border_equipment_of_a_transit_carrier_is_not) {
  watcher watch{"equipment_rotation"};
  for (unsigned i = 1; i <= 200; ++i) {
    EXPECT_FALSE(watch.sees(over(kExchange, i, "+447700900000", "GB"))) << i;
  }
}

TEST(equipment_rotation, the_same_few_numbers_again_and_again_are_not) {
  watcher watch{"equipment_rotation"};
  for (unsigned i = 1; i <= 200; ++i) {
    watch.sees(over(kExchange, i, "+4915100000000", "DE"));
    call_started call = over(kDialler, i % 10, "+447700900000", "GB");
    call.at = seconds(i);
    EXPECT_FALSE(watch.sees(call)) << i;
  }
}

TEST(equipment_rotation, unknown_equipment_says_nothing) {
  watcher watch{"equipment_rotation"};
  for (unsigned i = 1; i <= 100; ++i) {
    watch.sees(over(kExchange, i, "+4915100000000", "DE"));
    EXPECT_FALSE(watch.sees(over(0, i, "+447700900000", "GB")));
  }
}

}  // namespace
}  // namespace qorgan::engine
