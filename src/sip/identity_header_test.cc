#include "sip/identity_header.h"

#include <gtest/gtest.h>

#include <string>

#include "sip/date.h"

namespace qorgan::sip {
namespace {

std::string why(std::string_view value) {
  const auto read = parse_identity(value);
  if (read) return "";
  switch (read.error()) {
    case identity_fault::bad_token: return "token";
    case identity_fault::no_info: return "info";
    case identity_fault::bad_parameter: return "parameter";
  }
  return "?";
}

TEST(identity_header, full_form) {
  const auto read = parse_identity(
      " eyJh.eyJi.c2ln-_ ;info=<https://cert.example.org/a.pem>;alg=ES256;ppt=shaken ");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->token, "eyJh.eyJi.c2ln-_");
  EXPECT_EQ(read->info, "https://cert.example.org/a.pem");
  EXPECT_EQ(read->alg, "ES256");
  EXPECT_EQ(read->ppt, "shaken");
}

TEST(identity_header, compact_form_and_defaults) {
  const auto read = parse_identity("..c2ln;info=<https://cert.example.org/a.pem>");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->token, "..c2ln");
  EXPECT_TRUE(read->alg.empty());
  EXPECT_TRUE(read->ppt.empty());
}

TEST(identity_header, what_equipment_writes) {
  const auto read = parse_identity(
      "a.b.c;\r\n INFO = <https://x.example/c;v=1,2>;\r\n\tAlg=ES256 ; ppt=\"div\" ;canon=old");
  ASSERT_TRUE(read);
  EXPECT_EQ(read->info, "https://x.example/c;v=1,2");
  EXPECT_EQ(read->ppt, "div");
}

TEST(identity_header, what_is_no_token) {
  for (const char* value : {"", ";info=<https://x.example/c>", "a.b;info=<https://x.example/c>",
                            "a.b.c.d;info=<https://x.example/c>", "a.b.;info=<https://x.example/c>",
                            "..;info=<https://x.example/c>", "a.b+/.c;info=<https://x.example/c>",
                            "\"a.b.c\";info=<https://x.example/c>"}) {
    EXPECT_EQ(why(value), "token") << value;
  }
}

TEST(identity_header, info_is_required_and_a_uri_in_brackets) {
  for (const char* value :
       {"a.b.c", "a.b.c;alg=ES256", "a.b.c;info", "a.b.c;info=", "a.b.c;info=https://x.example/c",
        "a.b.c;info=<>", "a.b.c;info=<https://x.example/c", "a.b.c;info=<no-scheme>",
        "a.b.c;info=<https://x.example/a b>"}) {
    EXPECT_EQ(why(value), "info") << value;
  }
}

TEST(identity_header, parameters_are_well_formed_and_unique) {
  for (const char* value :
       {"a.b.c;info=<https://x.example/c> junk", "a.b.c;info=<https://x.example/c>;",
        "a.b.c;info=<https://x.example/c>;ppt=\"open",
        "a.b.c;info=<https://x.example/c>;ppt=shaken;ppt=div",
        "a.b.c;info=<https://x.example/c>;info=<https://y.example/c>",
        "a.b.c;info=<https://x.example/c>;alg=ES256;ALG=none",
        "a.b.c;info=<https://x.example/c>;ppt="}) {
    EXPECT_EQ(why(value), "parameter") << value;
  }
}

TEST(sip_date, names_a_moment) {
  EXPECT_EQ(parse_sip_date("Fri, 25 Sep 2015 19:12:25 GMT"), 1443208345);
  EXPECT_EQ(parse_sip_date("Thu, 01 Jan 1970 00:00:00 GMT"), 0);
  EXPECT_EQ(parse_sip_date("Thu, 29 Feb 2024 23:59:59 GMT"), 1709251199);
  for (const char* text :
       {"", "now", "Fri, 25 Sep 2015 19:12:25 UTC", "Fri, 31 Feb 2015 19:12:25 GMT",
        "Fri, 25 Sep 2015 24:12:25 GMT", "Fri, 25 Sep 2015 19:60:25 GMT",
        "Fri, 00 Sep 2015 19:12:25 GMT", "Fri, 25 Abc 2015 19:12:25 GMT"}) {
    EXPECT_FALSE(parse_sip_date(text)) << text;
  }
}

}  // namespace
}  // namespace qorgan::sip
