#include <gtest/gtest.h>

#include "domain/centre_status.h"

namespace qorgan {
namespace {

TEST(trunk_figures, final_answers_are_counted_by_class_and_status) {
  final_answers answers;
  for (const std::uint16_t status : {200, 486, 486, 503}) answers.count(status);
  EXPECT_EQ(answers.of(486), 2u);
  EXPECT_EQ(answers.of(404), 0u);
  EXPECT_EQ(answers.by_class[4], 2u);
  EXPECT_EQ(answers.by_class[5], 1u);
  for (std::uint16_t status = 400; status < 480; ++status) answers.count(status);
  EXPECT_EQ(answers.by_status.size(), final_answers::kStatuses);
  EXPECT_EQ(answers.by_class[4], 82u) << "what does not fit by status is still in its class";
}

TEST(trunk_figures, effectiveness_leaves_out_what_the_centre_refused_and_blames_networks_only) {
  trunk_figures trunk;
  EXPECT_LT(trunk.effectiveness(), 0) << "nothing was answered yet";
  for (int i = 0; i < 6; ++i) trunk.answers.count(200);
  trunk.answers.count(486);
  trunk.answers.count(487);
  trunk.answers.count(503);
  trunk.answers.count(404);
  EXPECT_DOUBLE_EQ(trunk.effectiveness(), 0.8);
  for (int i = 0; i < 90; ++i) trunk.answers.count(603);
  trunk.blocked = 90;
  EXPECT_DOUBLE_EQ(trunk.effectiveness(), 0.8);
  trunk.proxy = false;
  EXPECT_LT(trunk.effectiveness(), 0) << "a redirect trunk does not see the end";
}

}  // namespace
}  // namespace qorgan
