#include "base/time.h"

#include <gtest/gtest.h>

namespace qorgan {
namespace {

TEST(rfc3339, prints_milliseconds_in_utc) {
  EXPECT_EQ(to_rfc3339(from_us(1'772'359'200'123'456)), "2026-03-01T10:00:00.123Z");
  EXPECT_EQ(to_rfc3339(kNever), "");
}

TEST(rfc3339, reads_what_it_prints_and_offsets) {
  EXPECT_EQ(parse_rfc3339("2026-03-01T10:00:00.123Z"), from_us(1'772'359'200'123'000));
  EXPECT_EQ(parse_rfc3339("2026-03-01T15:00:00+05:00"), from_us(1'772'359'200'000'000));
  EXPECT_EQ(parse_rfc3339("2026-03-01T10:00:00Z"), from_us(1'772'359'200'000'000));
}

TEST(rfc3339, refuses_what_is_not_a_time) {
  for (const char* text :
       {"", "2026-03-01", "2026-02-30T10:00:00Z", "2026-03-01T24:00:00Z", "2026-03-01T10:00:00",
        "2026-03-01T10:00:00.Z", "x026-03-01T10:00:00Z", "2026-03-01T10:00:00+0500"}) {
    EXPECT_FALSE(parse_rfc3339(text).has_value()) << text;
  }
}

}  // namespace
}  // namespace qorgan
