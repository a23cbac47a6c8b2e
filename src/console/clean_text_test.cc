#include "console/clean_text.h"

#include <gtest/gtest.h>

namespace qorgan::console {
namespace {

TEST(clean_text, keeps_what_people_write) {
  EXPECT_EQ(clean_text("Asterisk PBX 18.2"), "Asterisk PBX 18.2");
  EXPECT_EQ(clean_text("Қорған — телефон"), "Қорған — телефон");
}

TEST(clean_text, strips_controls_and_direction_changes) {
  EXPECT_EQ(clean_text(std::string_view{"a\0b\r\n\x1b[31mc\x7f", 11}), "ab[31mc");
  EXPECT_EQ(clean_text("\u202emalware\u202c \u2066x\u2069\u200b\u061c"), "malware x");
  EXPECT_EQ(clean_text("\u0085next"), "next");
}

TEST(clean_text, drops_bytes_that_are_not_utf8) {
  EXPECT_EQ(clean_text("a\xff\xc0\x80\xed\xa0\x80z"), "az");
  EXPECT_EQ(clean_text("cut \xd2"), "cut ");
}

TEST(clean_text, cuts_between_characters) {
  EXPECT_EQ(clean_text("ҚҚҚ", 5), "ҚҚ");
}

TEST(mask_number, hides_the_middle) {
  EXPECT_EQ(mask_number("+77011234567"), "+7701•••••67");
  EXPECT_EQ(mask_number("+4930123456"), "+4930••••56");
  EXPECT_EQ(mask_number("1234567"), "12•••67");
  EXPECT_EQ(mask_number("12345"), "1••••");
}

TEST(mask_number, hides_numbers_inside_other_text) {
  EXPECT_EQ(mask_number("8 (701) 123-45-67"), "8 (701) •••-••-67");
  EXPECT_EQ(mask_number("anonymous"), "anonymous");
  EXPECT_EQ(mask_number("112"), "112");
  EXPECT_EQ(mask_number("\u202e77011234567"), "7701•••••67");
}

}  // namespace
}  // namespace qorgan::console
