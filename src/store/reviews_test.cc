// The conformance suite: reviews of refused calls; the audit log read as a whole.

#include <algorithm>
#include <thread>

#include "store/store_test_support.h"

namespace qorgan::store {
namespace {

class reviews_test : public store_test {};
class audit_log_test : public store_test {};

TEST_P(reviews_test, only_refused_calls_that_nobody_reviewed_are_drawn) {
  script calls;
  for (std::uint64_t i = 0; i < 30; ++i) {
    calls.start(kMorning + i, {}, i % 2 == 0 ? verdict::block : verdict::pass);
  }
  calls.project(*store_);
  const auto from = script::at(kMorning);
  const auto to = script::at(kMorning + 20);
  auto drawn = store_->sample_refused(from, to, 100);
  EXPECT_EQ(drawn.size(), 10u);
  for (const call_key each : drawn) EXPECT_EQ((each.value - kMorning) % 2, 0u);
  EXPECT_EQ(store_->sample_refused(from, to, 3).size(), 3u);
  const review said{drawn[0], to, "law", "wrong"};
  const audit_entry entry{to, "prosecutor:law", "review_call", to_string(drawn[0]), "wrong"};
  EXPECT_TRUE(store_->add_review(said, entry));
  EXPECT_FALSE(store_->add_review(said, entry)) << "once";
  EXPECT_EQ(store_->newest_audit(10).size(), 1u);
  const auto left = store_->sample_refused(from, to, 100);
  EXPECT_EQ(left.size(), 9u);
  EXPECT_EQ(std::ranges::find(left, drawn[0]), left.end());
  store_->add_review({drawn[1], to, "law", "right"}, entry);
  store_->add_review({drawn[2], to, "law", "unsure"}, entry);
  const review_counts counts = store_->reviews_since(from);
  EXPECT_EQ(counts.right, 1u);
  EXPECT_EQ(counts.wrong, 1u);
  EXPECT_EQ(counts.unsure, 1u);
  EXPECT_EQ(store_->reviews_since(script::at(kMorning + 21)).wrong, 0u);
}

TEST_P(audit_log_test, is_read_in_its_order_and_found_by_conditions) {
  for (int i = 1; i <= 5; ++i) {
    store_->add_audit({script::at(kMorning + static_cast<std::uint64_t>(i)),
                       i % 2 == 0 ? "operator:a" : "operator:b", i == 3 ? "drop_call" : "note",
                       std::to_string(i), "detail\t" + std::to_string(i)});
  }
  const auto first = store_->audit_after(0, 3);
  ASSERT_EQ(first.size(), 3u);
  EXPECT_EQ(first[0].entry.subject, "1");
  EXPECT_EQ(first[0].entry.detail, "detail?1") << "no control character gets into a leaf";
  const auto rest = store_->audit_after(first[2].id, 100);
  ASSERT_EQ(rest.size(), 2u);
  EXPECT_EQ(rest[1].entry.subject, "5");
  const auto subjects = [&](const audit_query& query) {
    std::string out;
    for (const placed_entry& each : store_->find_audit(query)) out += each.entry.subject;
    return out;
  };
  EXPECT_EQ(subjects({}), "54321") << "newest first";
  EXPECT_EQ(subjects({.actor = "operator:a"}), "42");
  EXPECT_EQ(subjects({.action = "drop_call"}), "3");
  EXPECT_EQ(subjects({.action = "drop%"}), "");
  EXPECT_EQ(subjects({.words = "?4"}), "4");
  EXPECT_EQ(subjects({.from = script::at(kMorning + 2), .to = script::at(kMorning + 4)}), "32");
  EXPECT_EQ(subjects({.before = first[2].id}), "21");
  EXPECT_EQ(subjects({.limit = 2}), "54");
}

TEST_P(audit_log_test, checkpoints_are_kept_once_and_in_order) {
  EXPECT_FALSE(store_->newest_checkpoint());
  store_->keep_checkpoint({7, script::at(kMorning), "note 7"});
  store_->keep_checkpoint({3, script::at(kMorning), "note 3"});
  store_->keep_checkpoint({7, script::at(kMorning), "another note 7"});
  EXPECT_EQ(store_->newest_checkpoint()->note, "note 7");
  const auto all = store_->checkpoints();
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0].size, 3u);
}

// A reader that follows by id must not miss an entry that becomes visible late.
TEST_P(audit_log_test, entries_of_several_writers_appear_in_the_order_of_their_ids) {
  constexpr int kWriters = 3;
  constexpr int kEach = 40;
  std::vector<std::thread> writers;
  for (int w = 0; w < kWriters; ++w) {
    writers.emplace_back([&] {
      for (int i = 0; i < kEach; ++i) {
        store_->add_audit({script::at(kMorning), "system", "note", std::to_string(i), ""});
      }
    });
  }
  std::vector<std::int64_t> seen;
  while (seen.size() < kWriters * kEach) {
    for (const placed_entry& each : store_->audit_after(seen.empty() ? 0 : seen.back(), 100)) {
      seen.push_back(each.id);
    }
  }
  for (std::thread& each : writers) each.join();
  std::vector<std::int64_t> all;
  for (const placed_entry& each : store_->audit_after(0, 1'000)) all.push_back(each.id);
  EXPECT_EQ(seen, all);
}

}  // namespace

QORGAN_ON_BOTH_DATABASES(reviews_test);
QORGAN_ON_BOTH_DATABASES(audit_log_test);

}  // namespace qorgan::store
