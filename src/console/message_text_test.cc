#include "console/message_text.h"

#include <gtest/gtest.h>

namespace qorgan::console {
namespace {

TEST(shown_message, hides_numbers_and_leaves_addresses) {
  EXPECT_EQ(shown_message("INVITE sip:+77011234567@192.168.100.200:5060 SIP/2.0\r\n"
                          "Via: SIP/2.0/UDP 192.0.2.1;rport\r\nCSeq: 12345 INVITE\r\n"),
            "INVITE sip:+7701•••••67@192.168.100.200:5060 SIP/2.0\n"
            "Via: SIP/2.0/UDP 192.0.2.1;rport\nCSeq: 12345 INVITE");
}

TEST(shown_message, hides_numbers_in_other_writings) {
  EXPECT_EQ(shown_message("tel:+7-701-123-45-67"), "tel:+7-701-•••-••-67");
  EXPECT_EQ(shown_message("sip:%37%3701123%345%36%37@x"), "sip:7701•••••67@x");
}

TEST(shown_message, a_number_that_never_ends_is_hidden_piece_by_piece) {
  const std::string shown = shown_message(std::string(200, '7'));
  EXPECT_EQ(shown.find("7777777"), std::string::npos);
}

TEST(shown_message, writes_out_bytes_that_are_no_text) {
  EXPECT_EQ(shown_message(std::string_view("A\0\x1b[31m\xff", 8)), "A\\x00\\x1b[31m\\xff");
}

TEST(user_agent_of, is_found_in_any_spelling) {
  EXPECT_EQ(user_agent_of("OPTIONS sip:a SIP/2.0\r\nuser-agent:  friendly-scanner\r\nTo: x"),
            "friendly-scanner");
  EXPECT_EQ(user_agent_of("OPTIONS sip:a SIP/2.0\r\nTo: User-Agent: no\r\n"), "");
  EXPECT_EQ(user_agent_of("User-Agent:"), "");
}

TEST(scanner_of, knows_tools_by_their_names) {
  EXPECT_EQ(scanner_of("friendly-scanner"), "SIPVicious");
  EXPECT_EQ(scanner_of("Mozilla (SIPCLI/v1.8)"), "sipcli");
  EXPECT_EQ(scanner_of("Gateway 7"), "");
}

}  // namespace
}  // namespace qorgan::console
