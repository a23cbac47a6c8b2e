// Carried calls of any bytes: read whole, or refused with words.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/assert.h"
#include "gateway/carry_over_bytes.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto read = qorgan::gateway::read_carried({reinterpret_cast<const char*>(data), size});
  if (!read) {
    QORGAN_ASSERT(!read.error().empty());
    return 0;
  }
  for (const auto& each : read->transactions) {
    QORGAN_ASSERT(each.call_number <= read->calls.size());
    QORGAN_ASSERT(each.request.size() <= size && each.response.size() <= size);
  }
  return 0;
}
