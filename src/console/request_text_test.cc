#include "console/request_text.h"

#include <gtest/gtest.h>

namespace qorgan::console {
namespace {

TEST(request_text, percent_decoding) {
  EXPECT_EQ(percent_decode("a%20b%2Fc"), "a b/c");
  EXPECT_EQ(percent_decode("%"), std::nullopt);
  EXPECT_EQ(percent_decode("%4"), std::nullopt);
  EXPECT_EQ(percent_decode("%zz"), std::nullopt);
  EXPECT_EQ(percent_decode("a%00b"), std::nullopt);
}

TEST(request_text, query) {
  const auto query = parse_query("trunk=carrier+north&limit=5&&from=2026-03-01T10%3A00");
  ASSERT_TRUE(query);
  const query_parameters expected{
      {"trunk", "carrier north"}, {"limit", "5"}, {"from", "2026-03-01T10:00"}};
  EXPECT_EQ(*query, expected);
  EXPECT_EQ(parse_query("a=%g"), std::nullopt);
  std::string many;
  for (int i = 0; i < 33; ++i) many += "a=1&";
  EXPECT_EQ(parse_query(many), std::nullopt);
}

TEST(request_text, cookies) {
  EXPECT_EQ(cookie_value("a=1; qorgan_session=abc; b=2", "qorgan_session"), "abc");
  EXPECT_EQ(cookie_value("xqorgan_session=abc", "qorgan_session"), "");
  EXPECT_EQ(cookie_value("", "qorgan_session"), "");
}

TEST(request_text, origin) {
  EXPECT_TRUE(same_origin("http://127.0.0.1:8080", "127.0.0.1:8080"));
  EXPECT_TRUE(same_origin("https://desk.example", "desk.example"));
  EXPECT_FALSE(same_origin("http://127.0.0.1:8081", "127.0.0.1:8080"));
  EXPECT_FALSE(same_origin("http://127.0.0.1:8080.evil.example", "127.0.0.1:8080"));
  EXPECT_FALSE(same_origin("null", "127.0.0.1:8080"));
  EXPECT_FALSE(same_origin("", ""));
}

}  // namespace
}  // namespace qorgan::console
