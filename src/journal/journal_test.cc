#include "journal/journal.h"

#include <gtest/gtest.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <atomic>
#include <map>

#include "codec/record.h"
#include "journal/journal_test_support.h"

namespace qorgan::journal {
namespace {

std::unique_ptr<journal> open_or_throw(const journal_options& options) {
  auto opened = journal::open(options);
  if (!opened) throw std::runtime_error(opened.error());
  return std::move(*opened);
}

void append_calls(journal& log, std::uint64_t first, std::uint64_t last) {
  for (std::uint64_t i = first; i <= last; ++i) {
    record entry = numbered_call(i);
    ASSERT_TRUE(log.append(entry));
  }
}

std::vector<std::byte> encoded(const record& entry) {
  std::vector<std::byte> out(limits::kRecordBytes);
  out.resize(codec::encode(entry, out));
  return out;
}

TEST(journal, a_record_is_read_back_whole_and_with_its_number) {
  const scratch_folder folder;
  auto log = open_or_throw({folder.journal(), sync_mode::full});
  log->start();
  record entry = numbered_call(1);
  ASSERT_TRUE(log->append(entry));
  EXPECT_EQ(entry.seq, 1u);
  ASSERT_TRUE(eventually([&] { return log->committed() == 1; }));
  const auto found = read_all(folder.journal());  // while the journal is open
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].seq, 1u);
  EXPECT_EQ(encoded(found[0]), encoded(entry));
}

TEST(journal, numbers_go_on_after_reopening) {
  const scratch_folder folder;
  for (std::uint64_t round = 0; round < 3; ++round) {
    auto log = open_or_throw({folder.journal()});
    EXPECT_EQ(log->committed(), round * 10);
    log->start();
    append_calls(*log, round * 10 + 1, round * 10 + 10);
    log->stop();  // writes out what is queued
    EXPECT_EQ(log->committed(), round * 10 + 10);
  }
  const auto found = read_all(folder.journal());
  ASSERT_EQ(found.size(), 30u);
  for (std::uint64_t i = 0; i < 30; ++i) {
    EXPECT_EQ(found[i].seq, i + 1);
    EXPECT_EQ(number_of_call(found[i]), i + 1);
  }
  const auto checked = verify(folder.journal());
  ASSERT_TRUE(checked) << checked.error();
  EXPECT_EQ(checked->records, 30u);
  EXPECT_TRUE(checked->faults.empty()) << checked->faults[0];
}

TEST(journal, what_waits_together_is_committed_together) {
  const scratch_folder folder;
  auto log = open_or_throw({folder.journal()});
  std::vector<std::size_t> sizes;
  log->listen([&](std::span<const record> batch, bool durable) {
    EXPECT_TRUE(durable);
    sizes.push_back(batch.size());
  });
  append_calls(*log, 1, 500);
  log->start();
  log->stop();
  EXPECT_EQ(sizes, std::vector<std::size_t>{500});
  EXPECT_EQ(verify(folder.journal())->groups, 1u);
}

TEST(journal, the_listener_hears_every_record_once_and_in_order) {
  const scratch_folder folder;
  journal_options options{folder.journal(), sync_mode::normal};
  options.ring_bytes = 20'000;  // many turns of the ring
  auto log = open_or_throw(options);
  std::vector<std::uint64_t> heard;
  log->listen([&](std::span<const record> batch, bool) {
    for (const record& entry : batch) {
      EXPECT_EQ(number_of_call(entry), entry.seq);
      heard.push_back(entry.seq);
    }
  });
  log->start();
  constexpr std::uint64_t kCalls = 20'000;
  for (std::uint64_t i = 1; i <= kCalls; ++i) {
    record entry = numbered_call(i);
    while (!log->append(entry)) std::this_thread::yield();
  }
  log->stop();
  ASSERT_EQ(heard.size(), kCalls);
  for (std::uint64_t i = 0; i < kCalls; ++i) ASSERT_EQ(heard[i], i + 1);
  EXPECT_EQ(read_all(folder.journal()).size(), kCalls);
  EXPECT_TRUE(verify(folder.journal())->faults.empty());
}

TEST(journal, a_full_queue_refuses_and_counts_and_leaves_no_gap) {
  const scratch_folder folder;
  journal_options options{folder.journal()};
  options.ring_bytes = 16'000;
  auto log = open_or_throw(options);
  std::uint64_t kept = 0;
  record entry = numbered_call(1);
  while (log->append(entry)) ++kept;
  EXPECT_GT(kept, 10u);
  EXPECT_FALSE(log->append(entry));
  EXPECT_EQ(log->figures().lost, 2u);
  EXPECT_EQ(log->figures().appended, kept);
  log->start();
  ASSERT_TRUE(eventually([&] { return log->committed() == kept; }));
  ASSERT_TRUE(log->append(entry));
  EXPECT_EQ(entry.seq, kept + 1);
  log->stop();
  EXPECT_EQ(read_all(folder.journal()).size(), kept + 1);
}

TEST(journal, wakes_the_call_path_after_a_commit) {
  const scratch_folder folder;
  auto log = open_or_throw({folder.journal()});
  const int wake = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  log->wake_on_commit(wake);
  log->start();
  record entry = numbered_call(1);
  ASSERT_TRUE(log->append(entry));
  pollfd waiting{wake, POLLIN, 0};
  ASSERT_EQ(::poll(&waiting, 1, 20'000), 1);
  EXPECT_EQ(log->committed(), 1u);
  log->stop();
  ::close(wake);
}

TEST(journal, does_nothing_while_nothing_happens) {
  const scratch_folder folder;
  auto log = open_or_throw({folder.journal()});
  log->start();
  append_calls(*log, 1, 1);
  ASSERT_TRUE(eventually([&] { return log->committed() == 1; }));
  std::this_thread::sleep_for(std::chrono::milliseconds{20});
  const std::clock_t before = std::clock();
  std::this_thread::sleep_for(std::chrono::milliseconds{300});
  const double used_ms = 1000.0 * static_cast<double>(std::clock() - before) / CLOCKS_PER_SEC;
  EXPECT_LT(used_ms, 10.0);
}

TEST(journal, keeps_policy_bundles_by_digest) {
  const scratch_folder folder;
  auto log = open_or_throw({folder.journal()});
  const auto digest = log->keep_attachment("abc");
  ASSERT_TRUE(digest) << digest.error();
  // FIPS 180-2, example B.1
  EXPECT_EQ(*digest, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(log->keep_attachment("abc"), digest);
  auto source = reader::open(folder.journal());
  ASSERT_TRUE(source);
  EXPECT_EQ(source->attachment(*digest), std::string{"abc"});
  EXPECT_FALSE(source->attachment("00"));
}

TEST(journal, says_in_words_why_a_file_cannot_be_opened) {
  EXPECT_NE(journal::open({"/nonexistent/journal.sqlite"}).error().find("No such file"),
            std::string::npos);
  EXPECT_FALSE(reader::open("/nonexistent/journal.sqlite"));
  EXPECT_FALSE(verify("/nonexistent/journal.sqlite"));
  const scratch_folder folder;
  tamper(folder.journal(), "CREATE TABLE other (x); PRAGMA user_version = 7");
  EXPECT_NE(journal::open({folder.journal()}).error().find("format 7"), std::string::npos);
}

TEST(journal, a_reader_follows_while_the_journal_writes) {
  const scratch_folder folder;
  auto log = open_or_throw({folder.journal(), sync_mode::normal});
  log->start();
  constexpr std::uint64_t kCalls = 5'000;
  std::thread call_path([&] {
    for (std::uint64_t i = 1; i <= kCalls; ++i) {
      record entry = numbered_call(i);
      log->append(entry);
      if (i % 50 == 0) std::this_thread::sleep_for(std::chrono::microseconds{100});
    }
  });
  auto source = reader::open(folder.journal());
  ASSERT_TRUE(source);
  std::uint64_t at = 0;
  EXPECT_TRUE(eventually([&] {
    const auto batch = source->read_after(at);
    if (!batch) throw std::runtime_error(batch.error());
    for (const record& entry : *batch) {
      EXPECT_EQ(entry.seq, at + 1);
      at = entry.seq;
    }
    return at == kCalls;
  }));
  call_path.join();
  EXPECT_EQ(source->last_seq(), kCalls);
  // From the middle of a group.
  const auto rest = source->read_after(kCalls - 1);
  ASSERT_EQ(rest->size(), 1u);
  EXPECT_EQ((*rest)[0].seq, kCalls);
}

TEST(journal, figures_may_be_asked_from_another_thread_at_any_time) {
  const scratch_folder folder;
  auto log = open_or_throw({folder.journal(), sync_mode::normal});
  log->start();
  std::atomic<bool> done{false};
  std::thread watcher([&] {
    std::uint64_t last = 0;
    while (!done) {
      const journal_figures now = log->figures();
      EXPECT_GE(now.committed, last);
      last = now.committed;
      EXPECT_TRUE(log->keep_attachment("policy"));
    }
  });
  append_calls(*log, 1, 3'000);
  EXPECT_TRUE(eventually([&] { return log->committed() == 3'000; }));
  done = true;
  watcher.join();
  EXPECT_GT(log->figures().bytes, 100'000u);
}

}  // namespace
}  // namespace qorgan::journal
