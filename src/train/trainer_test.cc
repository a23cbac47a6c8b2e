#include "train/trainer.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

#include "engine/detector.h"
#include "engine/model_text.h"

namespace qorgan::train {
namespace {

std::size_t feature(const past& all, std::string_view name) {
  return static_cast<std::size_t>(
      std::ranges::find(all.features, name, &engine::model_feature::name) - all.features.begin());
}

/// A month in which one call in fifty is fraud; reported numbers nearly always are, hidden ones
/// hardly more often than others.
past a_month(std::size_t calls = 60'000) {
  past out;
  out.features = engine::model_features();
  out.kinds = {"family", "bulk-one", "patient-one"};
  out.first = *parse_rfc3339("2026-03-01T00:00:00Z");
  out.last = *parse_rfc3339("2026-03-31T00:00:00Z");
  out.data = "a test";
  std::vector<std::vector<float>> rows(4, std::vector<float>(out.features.size()));
  rows[1][feature(out, "reported_caller")] = 201;
  rows[2][feature(out, "caller_withheld")] = 2;
  rows[3][feature(out, "reported_caller")] = 101;
  for (const auto& row : rows) out.evidence.insert(out.evidence.end(), row.begin(), row.end());
  std::mt19937_64 dice{7};
  for (std::size_t i = 0; i < calls; ++i) {
    labelled_call call;
    const timestamp at =
        out.first + duration{(out.last - out.first).count() / static_cast<std::int64_t>(calls) *
                             static_cast<std::int64_t>(i)};
    call.in = part_of(at, out.first, out.last);
    call.fraud = dice() % 50 == 0;
    if (call.fraud) {
      const bool bulk = dice() % 2 == 0;
      call.kind = bulk ? 1 : 2;
      call.evidence = bulk ? 1 : (dice() % 2 == 0 ? 2 : 3);
    } else {
      call.evidence = dice() % 20 == 0 ? 2 : (dice() % 200 == 0 ? 3 : 0);
    }
    out.calls.push_back(call);
  }
  return out;
}

TEST(trainer, learns_what_tells_fraud_and_promises_no_more_than_it_can_show) {
  const past month = a_month();
  // 11,760 honest calls to choose on: without a mistake they promise 3e-4, and no less.
  const trainer_options options{.boosting = {.rounds = 30}, .refuse_fpr = 5e-4, .alert_fpr = 5e-3};
  const auto made = train_model(month, options);
  ASSERT_TRUE(made.has_value()) << made.error();
  const engine::scoring_model model{made->model, ""};
  engine::findings reported;
  const unsigned at = *engine::detector_index("reported_caller");
  reported.found = engine::detector_mask{1} << at;
  reported.by_detector[at].observed = 200;
  EXPECT_EQ(model.level(model.log_odds(reported)), engine::model_level::block);
  engine::findings hidden;
  hidden.found = engine::detector_mask{1} << *engine::detector_index("caller_withheld");
  hidden.by_detector[*engine::detector_index("caller_withheld")].observed = 1;
  EXPECT_EQ(model.level(model.log_odds(hidden)), engine::model_level::none);
  EXPECT_EQ(model.level(model.base()), engine::model_level::none);
  // Some 12,000 honest calls in the last part, none above: 3.7 of them.
  EXPECT_LT(made->model.block.bound, 4e-4);
  EXPECT_GT(made->model.block.bound, 2e-4);
  EXPECT_GT(made->model.slope, 0);
}

TEST(trainer, the_same_past_gives_the_same_bytes) {
  const past month = a_month(20'000);
  const auto one = train_model(month, {.boosting = {.rounds = 10}});
  const auto other = train_model(month, {.boosting = {.rounds = 10}});
  ASSERT_TRUE(one.has_value() && other.has_value());
  EXPECT_EQ(engine::model_to_text(one->model), engine::model_to_text(other->model));
  EXPECT_EQ(one->card, other->card);
}

TEST(trainer, its_card_says_what_it_is_made_of_and_what_it_misses) {
  const auto made = train_model(a_month(), {.boosting = {.rounds = 10}});
  ASSERT_TRUE(made.has_value()) << made.error();
  for (const char* part :
       {"# Model card", "2026-03-31T00:00:00.000Z", "## Data", "## Calibration", "## Thresholds",
        "| bulk-one | fraud |", "## Known weaknesses", "of `patient-one`"}) {
    EXPECT_NE(made->card.find(part), std::string::npos) << part << "\n" << made->card;
  }
}

TEST(trainer, says_what_is_missing) {
  past month = a_month(1'000);
  for (labelled_call& call : month.calls) call.fraud = false;
  EXPECT_EQ(train_model(month, {}).error(),
            "the first 60 % of the time has no call labelled fraud");
}

TEST(thresholds, are_the_lowest_the_bound_allows) {
  // 100,000 honest calls: 5 of them at 3, the rest at 0; fraud above.
  const std::vector<margin_count> counted{{5, 900, 0}, {3, 50, 5}, {0, 50, 99'995}};
  EXPECT_DOUBLE_EQ(choose_margin(counted, 1e-3), 1.5);
  EXPECT_DOUBLE_EQ(choose_margin(counted, 5e-5), 4);
  EXPECT_DOUBLE_EQ(choose_margin(counted, 1e-6), 6) << "nobody can promise that from so few";
  EXPECT_EQ(fraud_above(counted, 4).hits, 900u);
}

TEST(calibration, finds_the_line_the_data_were_drawn_from) {
  std::vector<margin_count> counted;
  for (int i = -8; i <= 8; ++i) {
    const double margin = i * 0.5;
    const double chance = 1 / (1 + std::exp(-(1.5 * margin - 1)));
    const auto fraud = static_cast<std::uint64_t>(chance * 1e6 + 0.5);
    counted.push_back({margin, fraud, 1'000'000 - fraud});
  }
  const platt line = calibrate(counted);
  EXPECT_NEAR(line.slope, 1.5, 0.01);
  EXPECT_NEAR(line.offset, -1, 0.01);
  for (const calibration_bin& bin : calibration_curve(counted, line)) {
    if (bin.calls > 0) EXPECT_NEAR(bin.said, bin.was, 0.005);
  }
  EXPECT_EQ(calibrate(std::vector<margin_count>{{1, 0, 5}}).slope, 1) << "only one label";
}

}  // namespace
}  // namespace qorgan::train
