#include "console/desk_board.h"

#include <gtest/gtest.h>

#include "console/server_fixture_test.h"

namespace qorgan::console::test {
namespace {

const casework::desk_limits kLimits = casework::desk_limits::usual();

struct desk_board_test : testing::Test {
  open_case about(std::uint64_t n, desk_level level = desk_level::high) {
    const record first = started(n);
    const case_id id = book.add(std::get<call_started>(first.input), level);
    for (open_case& each : book.open_cases()) {
      if (each.about.id == id) return each;
    }
    return {};
  }
  void look(timestamp now = kStart) { board.refresh(view, kLimits, now, false); }
  json::value say(bool whole = false, bool foreign = true) {
    return json::parse(board.message(known, whole, foreign, kStart));
  }

  fake_desk book;
  live_view view{{{trunk_id_of("carrier-north"), "carrier-north"}}};
  desk_board board{country{"KZ"}};
  desk_board::told known;
};

TEST_F(desk_board_test, a_screen_is_told_what_it_lacks_and_nothing_twice) {
  board.replace({about(1), about(2)});
  look();
  json::value first = say(true);
  EXPECT_TRUE(first.at("whole").as_bool());
  EXPECT_EQ(first.at("upserts").as_array().size(), 2u);
  EXPECT_EQ(first.at("counts").at("waiting").to_number<int>(), 2);
  EXPECT_TRUE(say().at("upserts").as_array().empty());
  open_case other = about(3);
  board.replace({about(2), other});
  look();
  const json::value next = say();
  ASSERT_EQ(next.at("upserts").as_array().size(), 1u);
  EXPECT_EQ(next.at("upserts").at(0).at("id").as_string(), to_string(other.about.id));
  ASSERT_EQ(next.at("removals").as_array().size(), 1u);
}

TEST_F(desk_board_test, a_call_that_is_answered_changes_its_row) {
  const record first = started(1);
  view.apply(first);
  board.replace({about(1)});
  look();
  const std::uint64_t before = board.version();
  EXPECT_EQ(say(true).at("upserts").at(0).at("live").to_number<int>(), 1);
  look();
  EXPECT_EQ(board.version(), before) << "nothing happened";
  view.apply(answered(2, first));
  look();
  EXPECT_GT(board.version(), before);
  EXPECT_TRUE(say().at("upserts").at(0).as_object().contains("talking_since"));
  view.apply(ended(3, first));
  look();
  EXPECT_EQ(say().at("upserts").at(0).at("live").to_number<int>(), 0);
}

TEST_F(desk_board_test, limits_that_pass_are_counted) {
  board.replace({about(1, desk_level::urgent)});
  look(kStart);
  EXPECT_EQ(board.counts().overdue, 0u);
  EXPECT_EQ(board.counts().urgent_waiting, 1u);
  look(kStart + std::chrono::seconds{31});
  EXPECT_EQ(board.counts().overdue, 1u);
}

TEST_F(desk_board_test, numbers_are_masked_for_those_who_may_not_see_them) {
  board.replace({about(1)});
  look();
  EXPECT_EQ(say(true, true).at("upserts").at(0).at("caller").as_string(), "+4915112345678");
  EXPECT_NE(std::string{say(true, false).at("upserts").at(0).at("caller").as_string()}.find("•"),
            std::string::npos);
}

}  // namespace
}  // namespace qorgan::console::test
