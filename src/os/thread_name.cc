#include "os/thread_name.h"

#include <pthread.h>

#include <cstring>

namespace qorgan::os {

void name_this_thread(const char* name) noexcept {
  char text[16] = {};  // the kernel's limit, with the end
  std::strncpy(text, name, sizeof text - 1);
  pthread_setname_np(pthread_self(), text);
}

}  // namespace qorgan::os
