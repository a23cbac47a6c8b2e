#include "sip/message.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace qorgan::sip {
namespace {

std::string invite(std::string_view extra = "") {
  return "INVITE sip:+77012345678@192.0.2.10:5070;user=phone SIP/2.0\r\n"
         "Via: SIP/2.0/UDP 198.51.100.7:5080;rport;branch=z9hG4bK-1\r\n"
         "From: \"Caller \\\"A\\\"\" <sip:+442079460000@example.net>;tag=abc\r\n"
         "To: <sip:+77012345678@192.0.2.10>\r\n"
         "Call-ID: 42@198.51.100.7\r\n"
         "CSeq: 7 INVITE\r\n"
         "Max-Forwards: 69\r\n" +
         std::string(extra) + "Content-Length: 4\r\n\r\nbody";
}

TEST(message, takes_a_request_apart) {
  const std::string bytes = invite();
  message m;
  const auto result = parse(bytes, m);
  ASSERT_TRUE(result.has_value()) << to_string(result.error());
  EXPECT_TRUE(m.is_request);
  EXPECT_EQ(m.verb, method::invite);
  EXPECT_EQ(m.request_uri, "sip:+77012345678@192.0.2.10:5070;user=phone");
  EXPECT_EQ(m.top_via.transport, "UDP");
  EXPECT_EQ(m.top_via.host, "198.51.100.7");
  EXPECT_EQ(m.top_via.port, 5080);
  EXPECT_EQ(m.top_via.branch, "z9hG4bK-1");
  EXPECT_TRUE(m.top_via.has_rport);
  EXPECT_EQ(m.via_count, 1u);
  EXPECT_EQ(m.from.display, "\"Caller \\\"A\\\"\"");
  EXPECT_EQ(m.from.address.user, "+442079460000");
  EXPECT_EQ(m.from.address.host, "example.net");
  EXPECT_EQ(m.from.tag, "abc");
  EXPECT_EQ(m.to.tag, "");
  EXPECT_EQ(m.call_id, "42@198.51.100.7");
  EXPECT_EQ(m.cseq.number, 7u);
  EXPECT_EQ(m.max_forwards, 69);
  EXPECT_EQ(m.body, "body");
  EXPECT_EQ(m.headers.size(), 7u);
}

}  // namespace
}  // namespace qorgan::sip
