#include <gtest/gtest.h>

#include <fstream>
#include <set>
#include <sstream>

#include "engine/detector.h"
#include "engine/live_calls.h"
#include "engine/policy.h"

namespace qorgan::engine {
namespace {

std::string page_of(std::string_view name) {
  std::ifstream file{std::string(QORGAN_SOURCE_DIR) + "/docs/detectors/" + std::string(name) +
                     ".md"};
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

TEST(registry, ids_and_names_are_unique_and_in_order) {
  std::set<std::string_view> names;
  std::uint16_t last = 0;
  for (const detector_definition* one : registry()) {
    EXPECT_GT(one->id, last) << one->name << ": id 0, or given twice";
    last = one->id;
    EXPECT_TRUE(names.insert(one->name).second) << one->name;
    EXPECT_TRUE(detector_index(one->name)) << one->name;
  }
  EXPECT_GE(registry().size(), 12u);
}

TEST(registry, each_detector_bears_the_name_of_its_file) {
  for (const detector_definition* one : registry()) {
    std::ifstream file{std::string(QORGAN_SOURCE_DIR) + "/src/engine/detectors/" +
                       std::string(one->name) + ".cc"};
    EXPECT_TRUE(file.good()) << one->name;
  }
}

TEST(registry, each_detector_watches_either_new_calls_or_calls_that_are_up) {
  unsigned in_call = 0;
  for (const detector_definition* one : registry()) {
    const bool watches_new = one->inspect != nullptr;
    const bool armed = one->arm != nullptr || one->arm_when_missed != nullptr;
    const bool watches_live = armed && one->inspect_live != nullptr;
    EXPECT_NE(watches_new, watches_live) << one->name;
    in_call += watches_live ? 1 : 0;
  }
  EXPECT_LE(in_call, kInCallDetectors);
}

TEST(registry, parameters_have_defaults_within_their_range) {
  for (const detector_definition* one : registry()) {
    EXPECT_LE(one->parameters.size(), kParameters) << one->name;
    for (const parameter& p : one->parameters) {
      EXPECT_LE(p.least, p.by_default) << one->name << "." << p.name;
      EXPECT_LE(p.by_default, p.most) << one->name << "." << p.name;
      EXPECT_NE(p.name, "enabled") << one->name;
    }
  }
}

TEST(registry, each_detector_has_a_page_that_tells_id_and_parameters) {
  for (const detector_definition* one : registry()) {
    const std::string page = page_of(one->name);
    ASSERT_FALSE(page.empty()) << "docs/detectors/" << one->name << ".md is missing";
    EXPECT_NE(page.find("id " + std::to_string(one->id) + " "), std::string::npos) << one->name;
    for (const parameter& p : one->parameters) {
      const std::string row = "| `" + std::string(p.name) + "` | " + std::to_string(p.by_default) +
                              " | " + std::to_string(p.least) + "–" + std::to_string(p.most) + " |";
      EXPECT_NE(page.find(row), std::string::npos) << one->name << " should have: " << row;
    }
  }
}

bool has_kazakh_letter(std::string_view text) {
  for (const char* letter : {"ә", "ғ", "қ", "ң", "ө", "ұ", "ү", "һ", "і"}) {
    if (text.find(letter) != std::string_view::npos) return true;
  }
  return false;
}

TEST(registry, each_detector_speaks_three_languages) {
  for (const detector_words& one : all_detectors()) {
    for (const std::string_view text :
         {one.title_en, one.title_ru, one.title_kk, one.says_en, one.says_ru, one.says_kk}) {
      EXPECT_GE(text.size(), 10u) << one.name;
    }
    EXPECT_LT(one.title_en.size(), 60u) << one.name << ": a title, not a sentence";
    EXPECT_TRUE(has_kazakh_letter(one.says_kk)) << one.name;
    EXPECT_FALSE(has_kazakh_letter(one.says_ru)) << one.name;
    for (const char* place : {"{observed}", "{threshold}"}) {
      const bool en = one.says_en.find(place) != std::string_view::npos;
      EXPECT_EQ(en, one.says_ru.find(place) != std::string_view::npos) << one.name << place;
      EXPECT_EQ(en, one.says_kk.find(place) != std::string_view::npos) << one.name << place;
    }
  }
}

}  // namespace
}  // namespace qorgan::engine
