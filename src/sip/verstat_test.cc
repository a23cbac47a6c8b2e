#include "sip/verstat.h"

#include <gtest/gtest.h>

#include <array>

namespace qorgan::sip {
namespace {

std::string with_verstat(std::string_view text) {
  std::array<char, 512> room;
  writer out(room);
  const auto address = parse_uri(text);
  EXPECT_TRUE(address) << text;
  write_verstat_uri(out, *address, "TN-Validation-Passed");
  return std::string(out.view());
}

TEST(verstat, stands_in_the_user_part) {
  EXPECT_EQ(with_verstat("sip:+442079460001@example.org;user=phone"),
            "sip:+442079460001;verstat=TN-Validation-Passed@example.org;user=phone");
  EXPECT_EQ(with_verstat("tel:+442079460001;phone-context=x"),
            "tel:+442079460001;verstat=TN-Validation-Passed;phone-context=x");
  EXPECT_EQ(with_verstat("sips:a:secret@example.org:5061?h=v"),
            "sips:a;verstat=TN-Validation-Passed:secret@example.org:5061?h=v");
}

TEST(verstat, one_that_came_along_is_not_believed) {
  EXPECT_EQ(with_verstat("sip:+44;cpc=ordinary;VERSTAT=TN-Validation-Failed;a=b@example.org"),
            "sip:+44;verstat=TN-Validation-Passed;cpc=ordinary;a=b@example.org");
  EXPECT_EQ(with_verstat("tel:+44;verstat=No-TN-Validation"),
            "tel:+44;verstat=TN-Validation-Passed");
}

TEST(verstat, nothing_to_say_of_what_has_no_user) {
  EXPECT_EQ(with_verstat("sip:example.org"), "sip:example.org");
  EXPECT_EQ(with_verstat("urn:service:sos"), "urn:service:sos");
}

}  // namespace
}  // namespace qorgan::sip
