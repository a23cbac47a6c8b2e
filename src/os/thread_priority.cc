#include "os/thread_priority.h"

#include <sys/resource.h>
#include <unistd.h>

namespace qorgan::os {

void yield_to_other_threads() noexcept {
  constexpr int kNice = 10;
  // Linux keeps the nice value by thread.
  ::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), kNice);
}

}  // namespace qorgan::os
