#include "app/projector.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <random>
#include <sstream>
#include <thread>

#include "app/verify.h"
#include "base/testing/temporary_folder.h"
#include "journal/journal.h"
#include "store/store.h"

namespace qorgan::app {
namespace {

constexpr std::uint64_t kMorning = 1'772'359'200'000'000;

class projector_test : public testing::Test {
 protected:
  std::string journal_path() const { return folder_.file("journal.sqlite"); }
  std::string store_file() const { return folder_.file("store.sqlite"); }
  std::string store_url() const { return "sqlite:" + store_file(); }

  std::unique_ptr<journal::journal> open_journal() {
    journal::journal_options options;
    options.path = journal_path();
    options.sync = journal::sync_mode::normal;
    return *journal::journal::open(options);
  }
  std::unique_ptr<store::store> open_store() { return *store::store::open(store_url()); }

  /// Everything the journal holds is brought into the store, as at a start of the centre.
  void catch_up() {
    const auto archive = open_store();
    projector following(journal_path(), *archive);
    following.start();
    following.stop();
    EXPECT_EQ(following.figures().trouble, "");
  }
  int verify(std::string* words = nullptr) {
    std::ostringstream out;
    const int status = run_verify(folder_.path(), store_url(), out);
    if (words != nullptr) *words = out.str();
    return status;
  }
  static void execute(const std::string& file, const std::string& sql) {
    sqlite3* db = nullptr;
    ASSERT_EQ(sqlite3_open(file.c_str(), &db), SQLITE_OK);
    sqlite3_busy_timeout(db, 5000);
    EXPECT_EQ(sqlite3_exec(db, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK)
        << sqlite3_errmsg(db);
    sqlite3_close(db);
  }

  temporary_folder folder_;
};

/// Every other call is refused.
record call_number(std::uint64_t number) {
  call_started in;
  in.key = {kMorning + number};
  in.at = from_us(static_cast<std::int64_t>(in.key.value));
  record out;
  out.input = in;
  out.decided.emplace().key = in.key;
  if (number % 2 == 0) out.decided->enforced = out.decided->would = verdict::block;
  return out;
}

void append_calls(journal::journal& log, std::uint64_t first, std::uint64_t last) {
  for (std::uint64_t i = first; i <= last; ++i) {
    record entry = call_number(i);
    ASSERT_TRUE(log.append(entry));
  }
}

template <typename Condition>
bool eventually(Condition happened) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{20};
  while (!happened()) {
    if (std::chrono::steady_clock::now() > end) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds{1});
  }
  return true;
}

std::uint64_t count_calls(store::store& archive) {
  std::uint64_t count = 0;
  call_query page;
  page.limit = 500;
  for (;;) {
    const auto found = archive.find_calls(page);
    if (found.empty()) return count;
    count += found.size();
    page.before = found.back().key;
  }
}

TEST_F(projector_test, follows_the_journal_while_it_grows) {
  const auto log = open_journal();
  const auto archive = open_store();
  projector following(journal_path(), *archive);
  log->listen([&](std::span<const record>, bool durable) {
    if (durable) following.notify();
  });
  log->start();
  following.start();
  append_calls(*log, 1, 300);
  EXPECT_TRUE(eventually([&] { return following.figures().position == 300; }));
  append_calls(*log, 301, 310);
  EXPECT_TRUE(eventually([&] { return following.figures().position == 310; }));
  EXPECT_TRUE(following.figures().healthy);
  EXPECT_EQ(count_calls(*archive), 310u);
  log->stop();
  following.stop();
  EXPECT_EQ(verify(), 0);
}

TEST_F(projector_test, finishes_what_is_committed_when_it_stops) {
  const auto log = open_journal();
  append_calls(*log, 1, 10'000);
  log->start();
  log->stop();
  catch_up();
  EXPECT_EQ(open_store()->position(), 10'000u);
}

TEST_F(projector_test, says_what_fails_and_goes_on_when_it_is_mended) {
  const auto archive = open_store();
  execute(store_file(), "ALTER TABLE calls RENAME TO calls_away");
  const auto log = open_journal();
  append_calls(*log, 1, 20);
  log->start();
  log->stop();
  projector following(journal_path(), *archive);
  following.start();
  ASSERT_TRUE(eventually([&] { return !following.figures().healthy; }));
  EXPECT_NE(following.figures().trouble.find("no such table: calls"), std::string::npos)
      << following.figures().trouble;
  execute(store_file(), "ALTER TABLE calls_away RENAME TO calls");
  EXPECT_TRUE(eventually([&] { return following.figures().healthy; }));
  EXPECT_EQ(following.figures().trouble, "");
  EXPECT_EQ(following.figures().position, 20u);
  EXPECT_EQ(count_calls(*archive), 20u);
}

TEST_F(projector_test, notices_a_journal_that_is_not_the_stores_own) {
  {
    const auto log = open_journal();
    append_calls(*log, 1, 20);
    log->start();
  }
  catch_up();
  for (const char* end : {"", "-wal", "-shm"}) std::filesystem::remove(journal_path() + end);
  open_journal();  // an empty one
  const auto archive = open_store();
  projector following(journal_path(), *archive);
  following.start();
  ASSERT_TRUE(eventually([&] { return !following.figures().healthy; }));
  EXPECT_NE(following.figures().trouble.find("do not belong together"), std::string::npos);
  std::string words;
  EXPECT_EQ(verify(&words), 1);
  EXPECT_NE(words.find("cut off its end"), std::string::npos) << words;
}

TEST_F(projector_test, verify_finds_what_is_missing) {
  {
    const auto log = open_journal();
    append_calls(*log, 1, 20);
    log->start();
  }
  std::string words;
  EXPECT_EQ(verify(&words), 1);
  EXPECT_NE(words.find("stands at record 0, the journal ends at 20"), std::string::npos) << words;
  catch_up();
  EXPECT_EQ(verify(&words), 0) << words;
  EXPECT_NE(words.find("20 records in 1 groups, chain whole"), std::string::npos) << words;
  EXPECT_NE(words.find("20 calls looked at, 10 of them refused"), std::string::npos) << words;
  execute(store_file(), "DELETE FROM calls WHERE key = " + std::to_string(kMorning + 4));
  EXPECT_EQ(verify(&words), 1);
  EXPECT_NE(words.find(to_string(call_key{kMorning + 4})), std::string::npos) << words;
}

TEST_F(projector_test, verify_finds_a_changed_journal_and_a_repeated_call) {
  {
    const auto log = open_journal();
    append_calls(*log, 1, 20);
    append_calls(*log, 7, 7);
    log->start();
  }
  catch_up();
  std::string words;
  EXPECT_EQ(verify(&words), 1);
  EXPECT_NE(words.find(to_string(call_key{kMorning + 7}) + " begins twice"), std::string::npos);
  execute(journal_path(), "UPDATE groups SET at_us = at_us + 1");
  EXPECT_EQ(verify(&words), 1);
  EXPECT_NE(words.find("group 1-21 was changed"), std::string::npos) << words;
}

/// A centre's storage at work until it is killed. Writes one byte to the pipe when it runs.
[[noreturn]] void work_until_killed(const std::string& journal_path, const std::string& store_url,
                                    int ready_fd) {
  journal::journal_options options;
  options.path = journal_path;
  options.sync = journal::sync_mode::normal;
  auto log = journal::journal::open(options);
  auto archive = store::store::open(store_url);
  if (!log || !archive) ::_exit(3);
  projector following(journal_path, **archive);
  (*log)->listen([&](std::span<const record>, bool) { following.notify(); });
  (*log)->start();
  following.start();
  const std::uint64_t before = (*archive)->position();
  std::uint64_t number = (*log)->committed();
  bool told = false;
  for (;;) {
    for (int i = 0; i < 30; ++i) {
      record entry = call_number(++number);
      if (!(*log)->append(entry)) ::_exit(4);
    }
    if (!told && following.figures().position > before) {
      told = true;
      if (::write(ready_fd, "x", 1) != 1) ::_exit(5);
    }
    std::this_thread::sleep_for(std::chrono::microseconds{300});
  }
}

TEST_F(projector_test, kill_9_twenty_times_neither_loses_nor_repeats) {
  std::mt19937 dice{20'260'301};
  for (int round = 0; round < 20; ++round) {
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) work_until_killed(journal_path(), store_url(), ends[1]);
    ::close(ends[1]);
    char ready;
    ASSERT_EQ(::read(ends[0], &ready, 1), 1);
    ::close(ends[0]);
    std::this_thread::sleep_for(std::chrono::microseconds{dice() % 80'000});
    ::kill(child, SIGKILL);
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status)) << "exit " << WEXITSTATUS(status);
    const std::uint64_t written = journal::reader::open(journal_path())->last_seq();
    // The store may be behind; what it has is exactly what its position says.
    const auto archive = open_store();
    ASSERT_LE(archive->position(), written);
    ASSERT_EQ(count_calls(*archive), archive->position());
  }
  catch_up();
  std::string words;
  EXPECT_EQ(verify(&words), 0) << words;
  const auto archive = open_store();
  EXPECT_EQ(count_calls(*archive), journal::reader::open(journal_path())->last_seq());
}

}  // namespace
}  // namespace qorgan::app
