#include "os/thread_priority.h"

#include <gtest/gtest.h>
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

}  // namespace
}  // namespace qorgan::os
