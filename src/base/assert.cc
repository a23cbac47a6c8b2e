#include "base/assert.h"

#include <cstdio>
#include <cstdlib>

namespace qorgan {

void assertion_failed(const char* expression, const char* file, int line) noexcept {
  std::fprintf(stderr, "qorgan: assertion failed: %s at %s:%d\n", expression, file, line);
  std::abort();
}

}  // namespace qorgan
