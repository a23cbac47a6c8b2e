#include "os/thread_priority.h"

#include <gtest/gtest.h>
#include <sched.h>
#include <sys/resource.h>
#include <unistd.h>

#include <thread>

namespace qorgan::os {
namespace {

int nice_of_this_thread() {
  return ::getpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()));
}

TEST(thread_priority, is_the_threads_own) {
  const int before = nice_of_this_thread();
  std::thread([] {
    yield_to_other_threads();
    EXPECT_EQ(nice_of_this_thread(), 10);
  }).join();
  EXPECT_EQ(nice_of_this_thread(), before);
}

TEST(thread_priority, real_time_where_it_is_allowed_and_said_where_not) {
  std::thread([] {
    const bool allowed = run_before_other_threads(1);
    EXPECT_EQ(::sched_getscheduler(0) & ~SCHED_RESET_ON_FORK, allowed ? SCHED_RR : SCHED_OTHER);
    std::thread([] { EXPECT_EQ(::sched_getscheduler(0), SCHED_OTHER); }).join();
  }).join();
  EXPECT_FALSE(run_before_other_threads(1000)) << "no such level";
  EXPECT_EQ(::sched_getscheduler(0), SCHED_OTHER);
}

}  // namespace
}  // namespace qorgan::os
