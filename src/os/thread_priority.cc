#include "os/thread_priority.h"

#include <sched.h>
#include <sys/resource.h>
#include <unistd.h>

namespace qorgan::os {

void yield_to_other_threads() noexcept {
  constexpr int kNice = 10;
  // Linux keeps the nice value by thread.
  ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), kNice);
}

bool run_before_other_threads(int level) noexcept {
  const sched_param order{.sched_priority = level};
  // 0: the calling thread alone.
  return ::sched_setscheduler(0, SCHED_RR | SCHED_RESET_ON_FORK, &order) == 0;
}

}  // namespace qorgan::os
