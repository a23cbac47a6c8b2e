#include "app/watch_log.h"

#include <gtest/gtest.h>

namespace qorgan::app {
namespace {

TEST(watch_log, tells_what_was_dropped_since_the_last_look_and_nothing_else) {
  watch_log log;
  watch_figures figures;
  figures.packets = 1'000;
  EXPECT_FALSE(log.look(figures).has_value()) << "all is well";
  figures.strangers = 7;
  figures.malformed = 2;
  figures.bad_sip = 3;
  const auto first = log.look(figures);
  ASSERT_TRUE(first.has_value());
  EXPECT_EQ(first->strangers, 7u);
  EXPECT_EQ(first->malformed, 5u);
  EXPECT_EQ(first->wrong_key, 0u);
  EXPECT_FALSE(log.look(figures).has_value()) << "it has been told";
  figures.strangers = 8;
  EXPECT_EQ(log.look(figures)->strangers, 1u);
}

}  // namespace
}  // namespace qorgan::app
