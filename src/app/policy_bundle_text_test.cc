#include "app/policy_bundle_text.h"

#include <gtest/gtest.h>

namespace qorgan::app {
namespace {

engine::policy_bundle sample() {
  return {.file = "policy/default.yaml",
          .yaml = "version: 1\n",
          .lists = {{"roaming", "lists/roaming.txt", "77011234567\n# list 1 2 3\n"},
                    {"empty", "lists/empty.txt", ""}}};
}

TEST(policy_bundle_text, comes_back_as_it_went) {
  const auto back = bundle_from_text(bundle_to_text(sample()));
  ASSERT_TRUE(back) << back.error();
  EXPECT_EQ(back->file, "policy/default.yaml");
  EXPECT_EQ(back->yaml, "version: 1\n");
  ASSERT_EQ(back->lists.size(), 2u);
  EXPECT_EQ(back->lists[0].name, "roaming");
  EXPECT_EQ(back->lists[0].file, "lists/roaming.txt");
  EXPECT_EQ(back->lists[0].text, "77011234567\n# list 1 2 3\n");
  EXPECT_EQ(back->lists[1].text, "");
  EXPECT_EQ(bundle_to_text(*back), bundle_to_text(sample()));
}

TEST(policy_bundle_text, carries_the_trunks_beside_the_policy) {
  const std::string text = bundle_to_text(sample(), "- name: carrier-north\n  sources: [a]");
  EXPECT_TRUE(text.ends_with("trunks 36\n- name: carrier-north\n  sources: [a]\n")) << text;
  const auto back = bundle_from_text(text);
  ASSERT_TRUE(back) << back.error();
  EXPECT_EQ(bundle_to_text(*back), bundle_to_text(sample()));
  EXPECT_FALSE(bundle_from_text(text.substr(0, text.size() - 2)));
}

TEST(policy_bundle_text, is_readable) {
  EXPECT_TRUE(bundle_to_text(sample()).starts_with(
      "qorgan policy bundle 1\npolicy 19 11\npolicy/default.yaml\nversion: 1\n\nlist 7 17 25\n"));
}

TEST(policy_bundle_text, cut_short_anywhere_is_an_error) {
  const std::string whole = bundle_to_text(sample());
  const std::size_t without_lists = whole.find("list 7");
  const std::size_t without_second = whole.find("list 5");
  for (std::size_t cut = 0; cut < whole.size(); ++cut) {
    const bool is_bundle = cut == without_lists || cut == without_second;
    EXPECT_EQ(bundle_from_text(whole.substr(0, cut)).has_value(), is_bundle) << cut;
  }
}

TEST(policy_bundle_text, foreign_text_is_an_error) {
  EXPECT_FALSE(bundle_from_text("version: 1\n"));
  EXPECT_FALSE(bundle_from_text("qorgan policy bundle 1\npolicy 9999999999999999999999 1\n"));
  EXPECT_FALSE(bundle_from_text("qorgan policy bundle 1\npolicy -1 1\n"));
  EXPECT_FALSE(bundle_from_text("qorgan policy bundle 1\nrules 1 1\na\nb\n"));
}

}  // namespace
}  // namespace qorgan::app
