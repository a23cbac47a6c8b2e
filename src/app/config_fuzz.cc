// A configuration of any bytes: read whole, or refused with words. What is read is within limits.
#include <cstddef>
#include <cstdint>
#include <string>

#include "app/config.h"
#include "base/assert.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace qorgan;
  const auto read =
      app::parse_config({reinterpret_cast<const char*>(data), size}, "/etc/qorgan/centre.yaml");
  if (read) {
    QORGAN_ASSERT(!read->gateway.listen.empty() && !read->gateway.trunks.empty());
    QORGAN_ASSERT(read->gateway.trunks.size() <= limits::kTrunks);
    QORGAN_ASSERT(read->gateway.max_live_calls <= 10'000'000);
    return 0;
  }
  QORGAN_ASSERT(!read.error().empty());
  QORGAN_ASSERT(!app::to_text(read.error()).empty());
  return 0;
}
