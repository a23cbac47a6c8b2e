#include "sip/stun.h"

#include <gtest/gtest.h>

#include <array>
#include <string>

namespace qorgan::sip {
namespace {

const std::string kHeader("\x00\x01\x00\x00\x21\x12\xa4\x42", 8);
const std::string kId("\xb7\xe7\xa7\x01\xbc\x34\xd6\x86\xfa\x87\xdf\xae", 12);

std::string answered(const std::string& request, const ip_endpoint& from) {
  std::array<char, kStunAnswerBytes> room;
  return std::string(answer_stun(request, from, room));
}

// The addresses and the transaction of RFC 5769 §2.2 and §2.3.
TEST(Stun, ABindingRequestLearnsItsAddress) {
  const std::string answer = answered(kHeader + kId, from_v4(0xc0000201, 32853));
  EXPECT_EQ(answer, std::string("\x01\x01\x00\x0c\x21\x12\xa4\x42", 8) + kId +
                        std::string("\x00\x20\x00\x08\x00\x01\xa1\x47\xe1\x12\xa6\x43", 12));
}

TEST(Stun, InIPv6TheTransactionMasksTheAddressToo) {
  const auto from = parse_endpoint("[2001:db8:1234:5678:11:2233:4455:6677]:32853", 0).value();
  const std::string answer = answered(kHeader + kId, from);
  EXPECT_EQ(answer, std::string("\x01\x01\x00\x18\x21\x12\xa4\x42", 8) + kId +
                        std::string("\x00\x20\x00\x14\x00\x02\xa1\x47\x01\x13\xa9\xfa\xa5\xd3"
                                    "\xf1\x79\xbc\x25\xf4\xb5\xbe\xd2\xb9\xd9",
                                    24));
}

TEST(Stun, AnythingElseIsNotAnswered) {
  const auto from = from_v4(0xc0000201, 32853);
  EXPECT_EQ(answered("", from), "");
  EXPECT_EQ(answered("INVITE sip:a@example.net SIP/2.0\r\n", from), "");
  EXPECT_EQ(answered(std::string(20, '\0'), from), "") << "no cookie";
  std::string response = kHeader + kId;
  response[0] = 1;
  EXPECT_EQ(answered(response, from), "");
  EXPECT_TRUE(is_stun(response)) << "and it is no SIP either";
  std::string longer = kHeader + kId;
  longer[3] = 4;
  EXPECT_EQ(answered(longer, from), "") << "says it is longer than it is";
}

}  // namespace
}  // namespace qorgan::sip
