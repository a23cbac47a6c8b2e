#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "base/testing/temporary_folder.h"
#include "store/dialect.h"
#include "store/postgresql_server.h"
#include "store/store.h"

namespace qorgan::store {

inline constexpr std::uint64_t kMorning = 1'772'359'200'000'000;  // 2026-03-01T10:00:00Z

struct caller_and_callee {
  std::string_view caller = "79161234567";
  std::string_view callee = "77011234567";
};

/// Builds the records of calls, numbering them like a journal.
class script {
 public:
  explicit script(std::uint64_t first_seq = 1) : seq_{first_seq} {}

  record& start(std::uint64_t key, caller_and_callee numbers = {}, verdict made = verdict::pass) {
    call_started in;
    in.key = {key};
    in.at = at(key);
    in.trunk = trunk_id_of("carrier-north");
    in.caller = {numbers.caller, e164::from_digits(numbers.caller).value_or(e164{}), {}};
    in.callee = {numbers.callee, e164::from_digits(numbers.callee).value_or(e164{}), {}};
    in.source = from_v4(0xc6336414, 5060);
    record& entry = add(in);
    decision& of = entry.decided.emplace();
    of.key = in.key;
    of.enforced = of.would = made;
    return entry;
  }
  record& ring(std::uint64_t key, std::uint64_t after_us) {
    return add(call_ringing{{key}, at(key + after_us)});
  }
  record& answer(std::uint64_t key, std::uint64_t after_us) {
    return add(call_answered{{key}, at(key + after_us)});
  }
  record& end(std::uint64_t key, std::uint64_t after_us, std::uint16_t code,
              ended_by by = ended_by::caller) {
    return add(call_ended{{key}, at(key + after_us), code, by});
  }
  template <typename Input>
  record& add(const Input& input) {
    record& entry = entries_.emplace_back();
    entry.seq = seq_++;
    entry.input = input;
    return entry;
  }
  /// Gives the records to the store and begins the next batch.
  void project(store& to) {
    to.project(entries_);
    entries_.clear();
  }
  const std::vector<record>& entries() const { return entries_; }
  std::uint64_t next_seq() const { return seq_; }

  static timestamp at(std::uint64_t us) { return from_us(static_cast<std::int64_t>(us)); }

 private:
  std::uint64_t seq_;
  std::vector<record> entries_;
};

inline ladder_entry message(std::uint64_t at_us, std::string_view method, std::uint16_t status,
                            leg side, direction way) {
  ladder_entry out;
  out.at = script::at(at_us);
  out.cseq = 1;
  out.status = status;
  out.side = side;
  out.way = way;
  out.method = method;
  return out;
}

/// Runs on both databases; every test has an empty one.
class store_test : public testing::TestWithParam<dialect> {
 protected:
  void SetUp() override {
    if (GetParam() == dialect::sqlite) {
      url_ = "sqlite:" + folder_.file("store.sqlite");
    } else {
      url_ = postgresql_server::shared().fresh_url();
    }
    open();
  }
  void TearDown() override { store_.reset(); }
  void open() {
    store_.reset();
    auto opened = store::open(url_);
    ASSERT_TRUE(opened) << opened.error();
    store_ = std::move(*opened);
    store_->save_trunks({{trunk_id_of("carrier-north"), "carrier-north"},
                         {trunk_id_of("carrier-south"), "carrier-south"}});
  }
  /// As somebody with a database tool.
  void execute(const std::string& sql);

  std::vector<std::uint64_t> keys(const call_query& query) {
    std::vector<std::uint64_t> out;
    for (const call_summary& found : store_->find_calls(query)) out.push_back(found.key.value);
    return out;
  }

  temporary_folder folder_;
  std::string url_;
  std::unique_ptr<store> store_;
};

inline std::string name_of_dialect(const testing::TestParamInfo<dialect>& parameter) {
  return parameter.param == dialect::sqlite ? "sqlite" : "postgresql";
}

}  // namespace qorgan::store

/// The conformance suite: every test of it on both databases.
#define QORGAN_ON_BOTH_DATABASES(suite)                                                        \
  INSTANTIATE_TEST_SUITE_P(                                                                    \
      , suite,                                                                                 \
      testing::Values(::qorgan::store::dialect::sqlite, ::qorgan::store::dialect::postgresql), \
      ::qorgan::store::name_of_dialect)
