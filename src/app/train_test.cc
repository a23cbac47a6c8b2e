// From files to a model that a policy can use: a simulated fortnight in small.
#include "app/train.h"

#include <gtest/gtest.h>

#include <sstream>

#include "app/check_config.h"
#include "app/sim_command.h"
#include "base/testing/temporary_folder.h"
#include "engine/model_text.h"

namespace qorgan::app {
namespace {

struct training : testing::Test {
  static void SetUpTestSuite() {
    folder = std::make_unique<temporary_folder>();
    simulate_command command;
    command.config_file = QORGAN_SOURCE_DIR "/sim/month.yaml";
    command.calls_path = folder->file("calls.csv");
    command.labels_path = folder->file("labels.csv");
    command.reports_path = folder->file("reports.csv");
    command.days = 14;
    command.scale = 0.05;
    command.seed = 901;
    ASSERT_EQ(run_simulate_command(command), 0);
  }
  static void TearDownTestSuite() { folder.reset(); }

  int train(const std::string& name, const std::string& labels = "labels.csv") {
    auto checked = check(QORGAN_SOURCE_DIR "/sim/month.yaml");
    if (!checked) return 99;
    replay_inputs inputs;
    inputs.trunks = checked->settings.gateway.trunks;
    inputs.policy = checked->policy;
    inputs.engine = checked->settings.engine;
    policy = checked->policy;
    train_files files;
    files.calls = folder->file("calls.csv");
    files.labels = folder->file(labels);
    files.reports = folder->file("reports.csv");
    files.model = folder->file(name);
    train::trainer_options options;
    options.boosting.rounds = 20;
    options.refuse_fpr = 5e-3;  // so few calls promise no less
    return run_train(inputs, files, options, out, err);
  }

  static std::unique_ptr<temporary_folder> folder;
  std::shared_ptr<const engine::policy_snapshot> policy;
  std::ostringstream out, err;
};
std::unique_ptr<temporary_folder> training::folder;

TEST_F(training, a_model_and_its_card_come_of_files_and_are_the_same_again) {
  ASSERT_EQ(train("one.model"), 0) << err.str();
  ASSERT_EQ(train("other.model"), 0) << err.str();
  const std::string text = read_file(folder->file("one.model")).value_or("");
  EXPECT_EQ(text, read_file(folder->file("other.model")).value_or("none"));
  const auto model = engine::parse_model("one.model", text);
  ASSERT_TRUE(model.has_value()) << model.error().message;
  EXPECT_EQ((*model)->content().evidence, engine::evidence_version(*policy));
  EXPECT_GT((*model)->content().block.log_odds, (*model)->base());
  const std::string card = read_file(folder->file("one.model.md")).value_or("");
  for (const char* part : {"## Data", "## By kind", "| bulk-", "## Known weaknesses"}) {
    EXPECT_NE(card.find(part), std::string::npos) << part;
  }
  EXPECT_NE(out.str().find("learnt from"), std::string::npos) << out.str();
}

TEST_F(training, without_labels_nothing_is_written) {
  folder->write("none.csv", "call_id,label,kind,campaign\n");
  EXPECT_EQ(train("no.model", "none.csv"), 1);
  EXPECT_NE(err.str().find("has no call labelled legit"), std::string::npos) << err.str();
  EXPECT_FALSE(read_file(folder->file("no.model")).has_value());
}

}  // namespace
}  // namespace qorgan::app
