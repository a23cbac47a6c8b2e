// A disk that is full or broken: nothing written is lost, what waits is written later, and the
// call path hears of it.

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/resource.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>

#include "journal/journal_test_support.h"

namespace qorgan::journal {
namespace {

struct heard_record {
  std::uint64_t seq;
  bool durable;
};

TEST(trouble, a_full_disk_stops_commits_and_ends_when_there_is_space_again) {
  const scratch_folder folder;
  journal_options options{folder.journal()};
  ASSERT_TRUE(journal::open(options));  // makes the file
  tamper(options.path, "CREATE TABLE ballast (b); INSERT INTO ballast VALUES (zeroblob(400000))");
  options.max_bytes = 500'000;
  auto log = *journal::open(options);
  std::vector<heard_record> heard;
  log->listen([&](std::span<const record> batch, bool durable) {
    for (const record& entry : batch) heard.push_back({entry.seq, durable});
  });
  const int wake = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  log->wake_on_commit(wake);
  log->start();
  std::uint64_t appended = 0;
  while (log->healthy() && appended < 100'000) {
    record entry = numbered_call(++appended);
    ASSERT_TRUE(log->append(entry));
    std::this_thread::sleep_for(std::chrono::microseconds{20});
  }
  ASSERT_FALSE(log->healthy());
  const journal_figures bad = log->figures();
  EXPECT_EQ(bad.trouble, "no space left on device");
  EXPECT_TRUE(happened(bad.trouble_since));
  EXPECT_EQ(bad.lost, 0u);
  EXPECT_LT(bad.committed, appended);
  // What was committed before is there, and is whole.
  EXPECT_EQ(read_all(options.path).size(), bad.committed);
  std::uint64_t woken = 0;
  EXPECT_EQ(::read(wake, &woken, sizeof woken), 8);

  tamper(options.path, "DELETE FROM ballast");
  EXPECT_TRUE(eventually([&] { return log->healthy(); }));
  EXPECT_EQ(log->figures().trouble, "");
  EXPECT_FALSE(happened(log->figures().trouble_since));
  log->stop();
  ::close(wake);
  EXPECT_EQ(log->committed(), appended);
  EXPECT_EQ(log->figures().lost, 0u);
  EXPECT_EQ(read_all(options.path).size(), appended);
  EXPECT_TRUE(verify(options.path)->faults.empty());
  // Told once each, in order, some of them as not durable.
  ASSERT_EQ(heard.size(), appended);
  std::size_t refused = 0;
  for (std::size_t i = 0; i < heard.size(); ++i) {
    ASSERT_EQ(heard[i].seq, i + 1);
    refused += heard[i].durable ? 0 : 1;
  }
  EXPECT_GT(refused, 0u);
}

TEST(trouble, what_the_disk_refuses_to_the_end_is_counted_as_lost) {
  const scratch_folder folder;
  journal_options options{folder.journal()};
  ASSERT_TRUE(journal::open(options));
  options.max_bytes = 4096;  // less than there is
  auto log = *journal::open(options);
  for (std::uint64_t i = 1; i <= 100; ++i) {
    record entry = numbered_call(i);
    ASSERT_TRUE(log->append(entry));
  }
  log->start();
  ASSERT_TRUE(eventually([&] { return !log->healthy(); }));
  log->stop();
  EXPECT_EQ(log->committed() + log->figures().lost, 100u);
  EXPECT_GT(log->figures().lost, 0u);
}

/// The kernel refuses to let any file of this process grow beyond a size, as a quota would.
class file_size_limit {
 public:
  explicit file_size_limit(rlim_t bytes) {
    old_handler_ = ::signal(SIGXFSZ, SIG_IGN);
    ::getrlimit(RLIMIT_FSIZE, &old_);
    const rlimit now{bytes, old_.rlim_max};
    ::setrlimit(RLIMIT_FSIZE, &now);
  }
  ~file_size_limit() {
    ::setrlimit(RLIMIT_FSIZE, &old_);
    ::signal(SIGXFSZ, old_handler_);
  }
  file_size_limit(const file_size_limit&) = delete;
  file_size_limit& operator=(const file_size_limit&) = delete;

 private:
  rlimit old_{};
  sighandler_t old_handler_;
};

TEST(trouble, a_write_the_kernel_refuses_is_tried_again) {
  const scratch_folder folder;
  const journal_options options{folder.journal()};
  auto log = *journal::open(options);
  log->start();
  std::uint64_t appended = 0;
  const auto add = [&](std::uint64_t count) {
    for (std::uint64_t i = 0; i < count; ++i) {
      record entry = numbered_call(++appended);
      ASSERT_TRUE(log->append(entry));
    }
  };
  add(100);
  ASSERT_TRUE(eventually([&] { return log->committed() == appended; }));
  const std::uint64_t before = log->committed();
  {
    const file_size_limit limit(std::filesystem::file_size(options.path + "-wal"));
    add(1000);
    ASSERT_TRUE(eventually([&] { return !log->healthy(); }));
    EXPECT_NE(log->figures().trouble.find("disk I/O error"), std::string::npos)
        << log->figures().trouble;
    EXPECT_EQ(read_all(options.path).size(), log->committed());
    EXPECT_GE(log->committed(), before);
  }
  EXPECT_TRUE(eventually([&] { return log->healthy() && log->committed() == appended; }));
  log->stop();
  EXPECT_EQ(read_all(options.path).size(), appended);
  EXPECT_TRUE(verify(options.path)->faults.empty());
}

TEST(trouble, a_deleted_file_is_noticed) {
  const scratch_folder folder;
  const journal_options options{folder.journal()};
  auto log = *journal::open(options);
  std::filesystem::rename(options.path, options.path + ".away");
  log->start();
  record entry = numbered_call(1);
  ASSERT_TRUE(log->append(entry));
  ASSERT_TRUE(eventually([&] { return !log->healthy(); }));
  EXPECT_NE(log->figures().trouble.find("moved or deleted"), std::string::npos);
  EXPECT_EQ(log->committed(), 0u);
  std::filesystem::rename(options.path + ".away", options.path);
  EXPECT_TRUE(eventually([&] { return log->committed() == 1; }));
}

}  // namespace
}  // namespace qorgan::journal
