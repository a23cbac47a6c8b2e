// Values found in headers and bodies.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "sip/message.h"

namespace qorgan::sip {
namespace {

TEST(uri, is_taken_apart) {
  const auto full = parse_uri(" sips:a%20b:secret@[2001:db8::1]:5061;user=phone;lr?x=y&z= ");
  ASSERT_TRUE(full.has_value());
  EXPECT_EQ(full->scheme, "sips");
  EXPECT_TRUE(full->is_sip);
  EXPECT_EQ(full->user, "a%20b");
  EXPECT_EQ(full->host, "[2001:db8::1]");
  EXPECT_EQ(full->port, 5061);
  EXPECT_EQ(full->parameters, "user=phone;lr");
  EXPECT_EQ(full->headers, "x=y&z=");
  const auto tel = parse_uri("tel:+7-701-234;phone-context=kz");
  ASSERT_TRUE(tel.has_value());
  EXPECT_EQ(tel->user, "+7-701-234");
  EXPECT_EQ(tel->parameters, "phone-context=kz");
  EXPECT_FALSE(tel->is_sip);
  EXPECT_EQ(parse_uri("urn:service:sos.police")->user, "service:sos.police");
  EXPECT_EQ(parse_uri("SIP:host")->host, "host");
}

TEST(uri, refuses_what_is_none) {
  for (const char* text : {"",
                           "sip",
                           "sip:",
                           ":a",
                           "sip:@host",
                           "sip:a@",
                           "sip:a@b@c",
                           "sip:a b@c",
                           "sip:a@b:",
                           "sip:a@b:65536",
                           "sip:a@b:1x",
                           "sip:a%2@b",
                           "sip:a%zz@b",
                           "sip:a@b;x=%",
                           "sip:<a>@b",
                           "sip:a@b/c",
                           "1a:b",
                           "tel:",
                           "tel:a b",
                           "sip:a:b c@d",
                           "sip:\"a\"@b",
                           "sip:a@[::1"}) {
    EXPECT_FALSE(parse_uri(text).has_value()) << text;
  }
}

TEST(name_address, is_taken_apart) {
  const auto a = parse_name_address("\"x <,>; \\\"\" <sip:a@b;lr>;TAG=1;q=0.5;c=\"d;e\"");
  ASSERT_TRUE(a.has_value());
  EXPECT_EQ(a->display, "\"x <,>; \\\"\"");
  EXPECT_EQ(a->address.parameters, "lr");
  EXPECT_EQ(a->tag, "1");
  EXPECT_EQ(find_parameter(a->parameters, "C").value, "\"d;e\"");
  EXPECT_EQ(find_parameter(a->parameters, "q").value, "0.5");
  EXPECT_FALSE(find_parameter(a->parameters, "e").found);
  const auto bare = parse_name_address("sip:a@b;user=phone");  // of the header, not of the URI
  ASSERT_TRUE(bare.has_value());
  EXPECT_EQ(bare->address.parameters, "");
  EXPECT_EQ(bare->parameters, "user=phone");
  EXPECT_EQ(parse_name_address("A B <sip:c@d>")->display, "A B");
  for (const char* text :
       {"", "<>", "A", "\"A\"", "\"A <sip:a@b>", "<sip:a@b>x", "<sip:a@b>;", "<sip:a@b>;;a",
        "<sip:a@b>,<sip:c@d>", "sip:a@b?c=d", "A, B <sip:a@b>"}) {
    EXPECT_FALSE(parse_name_address(text).has_value()) << text;
  }
}

std::vector<std::string> values_of(std::string_view text) {
  std::vector<std::string> all;
  for_each_value(text, [&all](std::string_view one) {
    all.emplace_back(one);
    return true;
  });
  return all;
}

TEST(values, are_split_at_commas_that_separate) {
  EXPECT_EQ(values_of("a , b\r\n ,c"), (std::vector<std::string>{"a", "b", "c"}));
  EXPECT_EQ(values_of("\"a,\\\",b\" <sip:c,d@e>;x=\",\",f"),
            (std::vector<std::string>{"\"a,\\\",b\" <sip:c,d@e>;x=\",\"", "f"}));
  EXPECT_EQ(values_of("<sip:\"a@b>,c"), (std::vector<std::string>{"<sip:\"a@b>", "c"}));
  EXPECT_EQ(values_of(",a"), (std::vector<std::string>{"", "a"}));
  EXPECT_EQ(values_of("\"a,b"), (std::vector<std::string>{"\"a,b"}));
  EXPECT_TRUE(values_of("").empty());
}

TEST(sdp, finds_the_first_audio_stream) {
  const auto of = [](std::string_view text) {
    const sdp_media media = first_media(text);
    return std::string(media.address) + ":" + std::to_string(media.port);
  };
  EXPECT_EQ(of("v=0\r\nc=IN IP4 192.0.2.1\r\nm=audio 4000 RTP/AVP 0\r\n"), "192.0.2.1:4000");
  EXPECT_EQ(of("c=IN IP4 1.1.1.1\nm=video 1 x\nc=IN IP4 2.2.2.2\nm=audio 5/2 x"), "1.1.1.1:5");
  EXPECT_EQ(of("m=audio 5 x\r\nc=IN IP4 233.1.1.1/127\r\n"), "233.1.1.1:5");
  EXPECT_EQ(of("m=audio 5 x\r\nm=audio 6 x\r\nc=IN IP4 1.1.1.1\r\n"), ":5");
  EXPECT_EQ(of("c=IN IP4 1.1.1.1\r\nm=audio 0 x\r\n"), "1.1.1.1:0");
  EXPECT_EQ(of("c=IN IP4 1.1.1.1\r\nm=audio 99999 x\r\n"), "1.1.1.1:0");
  EXPECT_EQ(of("c=IN IP4 1.1.1.1\r\nm=video 9 x\r\n"), ":0");
  EXPECT_EQ(of(""), ":0");
}

}  // namespace
}  // namespace qorgan::sip
