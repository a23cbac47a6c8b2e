#include "app/model_files.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <sstream>

#include "app/check_config.h"
#include "app/data_dir.h"
#include "app/model_commands.h"
#include "base/testing/temporary_folder.h"
#include "engine/model_text.h"
#include "engine/testing_model.h"

namespace qorgan::app {
namespace {

using engine::testing::random_model;

std::string model(std::uint64_t seed) {
  return engine::model_to_text(random_model(seed, 3, 3));
}

struct models : testing::Test {
  models() {
    folder.write(
        "centre.yaml",
        "sip: { listen: [\"udp:127.0.0.1:5070\"] }\n"
        "trunks: [{ name: a, sources: [\"192.0.2.1\"], next_hops: [\"udp:192.0.2.9:5060\"] }]\n"
        "policy: policy.yaml\n");
    folder.write("policy.yaml",
                 "version: 2\nmodel: { file: current.model, challenger: next.model }\n");
    folder.write("current.model", model(1));
    folder.write("next.model", model(2));
    line.config_file = folder.file("centre.yaml");
    line.data = folder.file("data");
  }
  std::string now(const char* name) { return read_file(folder.file(name)).value_or("none"); }
  temporary_folder folder;
  model_line line;
  std::ostringstream out, err;
};

TEST_F(models, promoting_and_going_back_are_one_command_each) {
  ASSERT_EQ(model_promote(line, out, err), 0) << err.str();
  EXPECT_EQ(now("current.model"), model(2));
  EXPECT_EQ(now("current.model.previous"), model(1));
  EXPECT_EQ(now("next.model"), "none");
  EXPECT_TRUE(check(line.config_file).has_value()) << "a challenger that is not there is none";
  ASSERT_EQ(model_back(line, out, err), 0) << err.str();
  EXPECT_EQ(now("current.model"), model(1));
  EXPECT_EQ(now("next.model"), model(2)) << "it runs in shadow again";
  EXPECT_EQ(model_back(line, out, err), 1) << "there is nothing before that";
  EXPECT_EQ(now("current.model"), model(1));
}

TEST_F(models, a_challenger_that_does_not_fit_is_refused_and_the_old_one_stays) {
  engine::model_content other = random_model(2, 3, 3);
  const std::string lost = other.features[0].name;
  other.features[0].name = "moon_phase";
  folder.write("next.model", engine::model_to_text(other));
  EXPECT_EQ(model_promote(line, out, err), 1);
  EXPECT_NE(
      err.str().find("features this version does not have: moon_phase; features it lacks: " + lost),
      std::string::npos)
      << err.str();
  EXPECT_EQ(now("current.model"), model(1));
  const auto checked = check(line.config_file);
  ASSERT_FALSE(checked.has_value()) << "check-config says so too";
  EXPECT_NE(to_text(checked.error()).find("next.model: the model does not fit"), std::string::npos)
      << to_text(checked.error());
}

TEST_F(models, status_names_both_and_says_when_there_is_no_journal) {
  ASSERT_EQ(model_status(line, out, err), 0) << err.str();
  EXPECT_NE(out.str().find("current.model"), std::string::npos);
  EXPECT_NE(out.str().find("next.model"), std::string::npos);
  EXPECT_NE(out.str().find("journal"), std::string::npos) << out.str();
}

TEST_F(models, check_config_names_line_and_file) {
  folder.write("current.model", "qorgan model 1\ntrained_until yesterday\n");
  const auto checked = check(line.config_file);
  ASSERT_FALSE(checked.has_value());
  EXPECT_NE(to_text(checked.error()).find("current.model:2: a time is expected here"),
            std::string::npos)
      << to_text(checked.error());
}

TEST(data_dir, says_who_holds_it) {
  const temporary_folder folder;
  EXPECT_FALSE(holder_of(folder.path()).has_value());
  {
    const auto held = data_dir::take(folder.path());
    ASSERT_TRUE(held.has_value());
    EXPECT_EQ(holder_of(folder.path()), ::getpid());
  }
  EXPECT_FALSE(holder_of(folder.path()).has_value()) << "a number left behind is nobody's";
}

}  // namespace
}  // namespace qorgan::app
