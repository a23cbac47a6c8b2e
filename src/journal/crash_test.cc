// kill -9 at any moment: what was confirmed is there, nothing is there twice.

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <random>

#include "journal/journal_test_support.h"

namespace qorgan::journal {
namespace {

/// Appends without end and writes every sequence number it sees committed to the pipe.
[[noreturn]] void append_until_killed(const std::string& path, int confirm_fd) {
  journal_options options{path, sync_mode::normal};
  auto log = journal::open(options);
  if (!log) ::_exit(3);
  (*log)->start();
  std::uint64_t told = (*log)->committed();
  for (;;) {
    for (int i = 0; i < 20; ++i) {
      record entry = numbered_call(0);
      // The next number is the record's own content, so that a repeated record would be seen.
      const std::uint64_t next = (*log)->figures().appended + 1;
      std::get<call_started>(entry.input).fingerprint = next;
      (*log)->append(entry);
    }
    const std::uint64_t committed = (*log)->committed();
    if (committed != told) {
      told = committed;
      if (::write(confirm_fd, &told, sizeof told) != sizeof told) ::_exit(4);
    }
    std::this_thread::sleep_for(std::chrono::microseconds{50});
  }
}

TEST(crash, kill_9_twenty_times_loses_nothing_confirmed) {
  const scratch_folder folder;
  std::mt19937 dice{20'260'301};
  std::uint64_t last_total = 0;
  for (int round = 0; round < 20; ++round) {
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    const pid_t child = ::fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
      ::close(ends[0]);
      append_until_killed(folder.journal(), ends[1]);
    }
    ::close(ends[1]);
    std::uint64_t confirmed = 0;
    ASSERT_EQ(::read(ends[0], &confirmed, sizeof confirmed), 8);  // it runs
    std::this_thread::sleep_for(std::chrono::microseconds{dice() % 40'000});
    ::kill(child, SIGKILL);
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status)) << "exit " << WEXITSTATUS(status);
    while (::read(ends[0], &confirmed, sizeof confirmed) == 8) {
    }
    ::close(ends[0]);

    const auto found = read_all(folder.journal());
    ASSERT_GE(found.size(), confirmed) << "round " << round;
    ASSERT_GT(found.size(), last_total);
    for (std::uint64_t i = 0; i < found.size(); ++i) ASSERT_EQ(found[i].seq, i + 1);
    for (std::uint64_t i = last_total; i < found.size(); ++i) {
      ASSERT_EQ(std::get<call_started>(found[i].input).fingerprint, i - last_total + 1);
    }
    const auto checked = verify(folder.journal());
    ASSERT_TRUE(checked) << checked.error();
    ASSERT_TRUE(checked->faults.empty()) << checked->faults[0];
    last_total = found.size();
  }
}

}  // namespace
}  // namespace qorgan::journal
