#include "sip/name_list.h"

#include <gtest/gtest.h>

namespace qorgan::sip {
namespace {

TEST(NameList, KnowsNamesInAnyCaseByTheirBeginningAndByTheirCompactForm) {
  name_list names;
  EXPECT_TRUE(names.empty());
  EXPECT_FALSE(names.has("Subject"));
  names.add("X-Internal-*");
  names.add("Subject");
  for (const char* name : {"X-Internal-Cost", "x-internal-", "SUBJECT", "s", "S"}) {
    EXPECT_TRUE(names.has(name)) << name;
  }
  for (const char* name : {"X-Internal", "X-Interna", "Subjects", "Subjec", "t", ""}) {
    EXPECT_FALSE(names.has(name)) << name;
  }
}

TEST(NameList, ANameIsAToken) {
  EXPECT_TRUE(is_header_name("P-Asserted-Identity"));
  for (const char* text : {"", "Bad Name", "Bad:", "Bad\r\n", "Имя"}) {
    EXPECT_FALSE(is_header_name(text)) << text;
  }
}

}  // namespace
}  // namespace qorgan::sip
