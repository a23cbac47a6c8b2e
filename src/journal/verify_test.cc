// Whoever changes a journal is found out, and the report names the place.

#include <gtest/gtest.h>

#include "journal/journal_test_support.h"

namespace qorgan::journal {
namespace {

using faults = std::vector<std::string>;

class verify_test : public testing::Test {
 protected:
  /// Three groups of ten records.
  void SetUp() override {
    for (std::uint64_t round = 0; round < 3; ++round) {
      auto log = *journal::open({folder_.journal()});
      for (std::uint64_t i = 1; i <= 10; ++i) {
        record entry = numbered_call(round * 10 + i);
        log->append(entry);
      }
      log->keep_attachment("policy");
      log->start();
    }
    ASSERT_EQ(verify(path_)->groups, 3u);
    ASSERT_EQ(faults_after(""), faults{});
  }
  faults faults_after(const std::string& sql) {
    tamper(path_, sql);
    const auto checked = verify(path_);
    return checked ? checked->faults : faults{checked.error()};
  }

  scratch_folder folder_;
  const std::string path_ = folder_.journal();
};

TEST_F(verify_test, one_changed_byte) {
  // The last byte but some of group 11-20, inside a record's reasons.
  EXPECT_EQ(faults_after("UPDATE groups SET payload = CAST(substr(payload, 1, length(payload) - 1)"
                         " || x'7f' AS BLOB) WHERE first_seq = 11"),
            faults{"group 11-20 was changed after it was written"});
}

TEST_F(verify_test, a_changed_time) {
  EXPECT_EQ(faults_after("UPDATE groups SET at_us = at_us - 1 WHERE first_seq = 21"),
            faults{"group 21-30 was changed after it was written"});
}

TEST_F(verify_test, a_removed_group) {
  EXPECT_EQ(faults_after("DELETE FROM groups WHERE first_seq = 11"),
            faults{"records 11-20 were removed: group 21-30 comes next"});
}

TEST_F(verify_test, a_removed_first_group) {
  EXPECT_EQ(faults_after("DELETE FROM groups WHERE first_seq = 1"),
            faults{"records 1-10 were removed: group 11-20 comes next"});
}

TEST_F(verify_test, an_inserted_group) {
  EXPECT_EQ(faults_after("INSERT INTO groups SELECT 15, 24, at_us, chain, payload FROM groups "
                         "WHERE first_seq = 11"),
            faults{"group 15-24 was inserted: the group before it ends at 20"});
}

TEST_F(verify_test, a_group_put_in_place_of_another) {
  EXPECT_EQ(faults_after("UPDATE groups SET payload = (SELECT payload FROM groups WHERE first_seq "
                         "= 1), chain = (SELECT chain FROM groups WHERE first_seq = 1) WHERE "
                         "first_seq = 11"),
            (faults{"group 11-20 was changed after it was written",
                    "group 21-30 was changed after it was written"}));
}

TEST_F(verify_test, a_group_cut_short) {
  const faults found = faults_after(
      "UPDATE groups SET payload = CAST(substr(payload, 1, length(payload) - 1) AS BLOB) WHERE "
      "first_seq = 1");
  EXPECT_EQ(found, (faults{"group 1-10 was changed after it was written",
                           "group 1-10: record 10 cannot be read: cut short"}));
}

TEST_F(verify_test, a_changed_policy_bundle) {
  const faults found = faults_after("UPDATE attachments SET bytes = 'other'");
  ASSERT_EQ(found.size(), 1u);
  EXPECT_NE(found[0].find("attachment"), std::string::npos);
}

TEST_F(verify_test, a_pruned_journal_is_whole_from_its_anchor_on) {
  EXPECT_EQ(faults_after("BEGIN; UPDATE anchor SET seq = 10, chain = (SELECT chain FROM groups "
                         "WHERE first_seq = 1); DELETE FROM groups WHERE first_seq = 1; COMMIT"),
            faults{});
  auto source = *reader::open(path_);
  EXPECT_EQ(source.read_after(0)->front().seq, 11u);
  auto log = *journal::open({path_});
  EXPECT_EQ(log->committed(), 30u);
}

TEST_F(verify_test, a_record_that_is_damaged_is_named_by_the_reader) {
  tamper(path_,
         "UPDATE groups SET payload = CAST(substr(payload, 1, length(payload) - 1) AS BLOB) "
         "WHERE first_seq = 11");
  auto source = *reader::open(path_);
  EXPECT_EQ(source.read_after(0)->size(), 10u);
  EXPECT_EQ(source.read_after(10).error().substr(0, 9), "record 20");
}

}  // namespace
}  // namespace qorgan::journal
