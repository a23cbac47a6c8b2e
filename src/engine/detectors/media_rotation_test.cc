#include <gtest/gtest.h>

#include "engine/testing.h"

namespace qorgan::engine {
namespace {

using namespace testing;

constexpr std::string_view kOn = "{media_rotation: {enabled: true, after_days: 2}}";
constexpr std::int64_t kDay = 86'400;

call_started over_media(std::uint32_t host, std::string_view base, unsigned number,
                        std::int64_t s) {
  auto call = from_number(foreign_call(seconds(s)), plus(base, number), "GB");
  call.media = from_v4(0xc6120000 + host, 4'000);
  return call;
}
/// A number of an office: each of another hundred, ten thousand or so apart.
call_started office_call(unsigned number, std::int64_t s) {
  return over_media(7, "+447700900000", number * 10'103, s);
}

TEST(media_rotation, numbers_of_many_blocks_over_one_server) {
  watcher watch{"media_rotation", kOn};
  watch.sees(over_media(1, "+447800000001", 0, 0));
  for (unsigned i = 0; i < 5; ++i) EXPECT_FALSE(watch.sees(office_call(i, 3 * kDay + i * 60)));
  const auto seen = watch.sees(office_call(5, 3 * kDay + 400));
  ASSERT_TRUE(seen);
  EXPECT_EQ(seen->observed, 6u);
  EXPECT_TRUE(watch.sees(office_call(6, 5 * kDay))) << "days later at the first call";
  call_started carried = office_call(7, 5 * kDay + 60);
  carried.source = from_v4(0x7f000109, 5060);
  EXPECT_FALSE(watch.sees(carried)) << "a carrier the centre does not know yet";
  EXPECT_FALSE(watch.sees(over_media(8, "+447700900000", 77, 5 * kDay + 90))) << "another server";
}

TEST(media_rotation, the_lines_of_a_new_company_are_its_own) {
  watcher watch{"media_rotation", kOn};
  watch.sees(over_media(1, "+447800000001", 0, 0));
  for (unsigned i = 0; i < 60; ++i) {
    EXPECT_FALSE(watch.sees(over_media(9, "+442079460000", i % 20, 3 * kDay + i * 60))) << i;
  }
}

TEST(media_rotation, customers_of_a_provider_call_again) {
  watcher watch{"media_rotation", kOn};
  for (std::int64_t day = 0; day < 4; ++day) {
    for (unsigned i = 0; i < 40; ++i) {
      const auto call = over_media(3, "+447700900000", i * 10'103, day * kDay + i * 60);
      EXPECT_FALSE(watch.sees(call)) << day << " " << i;
    }
  }
  EXPECT_FALSE(watch.sees(over_media(3, "+447700900000", 99 * 10'103, 4 * kDay)))
      << "a new customer";
}

TEST(media_rotation, what_was_there_from_the_first_hour_is_a_relay_while_the_centre_is_new) {
  watcher watch{"media_rotation", kOn};
  for (unsigned i = 0; i < 30; ++i) EXPECT_FALSE(watch.sees(office_call(i, i * 60)));
  for (unsigned i = 0; i < 6; ++i) {
    const auto call = over_media(8, "+447700900000", i * 10'103, 14'400 + i * 60);
    EXPECT_EQ(watch.sees(call).has_value(), i == 5) << "an office that came four hours later";
  }
}

}  // namespace
}  // namespace qorgan::engine
