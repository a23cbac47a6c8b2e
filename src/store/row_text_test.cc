#include "store/row_text.h"

#include <gtest/gtest.h>

namespace qorgan::store {
namespace {

TEST(row_text, wire_text_becomes_valid_utf_8) {
  EXPECT_EQ(clean("plain 'text' \\ ;"), "plain 'text' \\ ;");
  EXPECT_EQ(clean("Қорған"), "Қорған");
  EXPECT_EQ(clean("\xf0\x9f\x93\x9e"), "\xf0\x9f\x93\x9e");
  EXPECT_EQ(clean(std::string_view{"a\0b", 3}), "a?b");
  EXPECT_EQ(clean("\xc0\xaf"), "??");            // longer than needed
  EXPECT_EQ(clean("\xed\xa0\x80"), "???");       // a surrogate
  EXPECT_EQ(clean("\xf4\x90\x80\x80"), "????");  // beyond U+10FFFF
  EXPECT_EQ(clean("\xd2"), "?");                 // cut short
}

TEST(row_text, a_prefix_is_a_range_of_numbers) {
  const auto holds = [](std::string_view prefix, std::string_view number) {
    const number_range range = range_of(prefix);
    party side;
    side.signalled = number;
    const std::int64_t value = search_number(side);
    return value >= range.first && value <= range.last;
  };
  EXPECT_TRUE(holds("7701", "77011234567"));
  EXPECT_TRUE(holds("77011234567", "77011234567"));
  EXPECT_TRUE(holds("0", "0161"));
  EXPECT_TRUE(holds("123456789012345", "123456789012345"));
  EXPECT_FALSE(holds("77011234567", "7701123456"));
  EXPECT_FALSE(holds("770", "77"));
  EXPECT_FALSE(holds("770", "7711"));
  EXPECT_FALSE(holds("", "77"));
  EXPECT_FALSE(holds("7a", "77"));
  EXPECT_FALSE(holds("1234567890123456", "123456789012345"));
}

TEST(row_text, a_party_is_searched_by_its_number_or_by_what_was_signalled) {
  party side;
  side.signalled = std::string_view{"+7 701 123 45 67"};
  EXPECT_LT(search_number(side), 0);
  side.number = *e164::from_digits("77011234567");
  EXPECT_EQ(search_number(side), range_of("77011234567").first);
}

TEST(row_text, damaged_lists_are_read_as_far_as_they_go) {
  EXPECT_TRUE(parse_reasons("").empty());
  EXPECT_EQ(parse_reasons("3:1.5:2:1;garbage").size(), 2u);
  EXPECT_EQ(parse_messages("junk", {1}).size(), 1u);
}

TEST(row_text, what_is_searched_for_is_matched_as_it_stands) {
  EXPECT_EQ(like_whole("drop_call"), "drop!_call");
  EXPECT_EQ(like_part("50%!"), "%50!%!!%");
  EXPECT_EQ(like_whole(""), "%");
  EXPECT_EQ(like_part(""), "%");
}

}  // namespace
}  // namespace qorgan::store
