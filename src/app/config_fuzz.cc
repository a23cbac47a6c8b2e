// A configuration of any bytes: read whole, or refused with words. What is read is within limits.
#include <cstddef>
#include <cstdint>
#include <string>

#include "app/config.h"
#include "base/assert.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace qorgan;
  const app::read_config read =
      app::read_config_text({reinterpret_cast<const char*>(data), size}, "/etc/qorgan/centre.yaml");
  if (!read.mistakes.empty()) {
    QORGAN_ASSERT(!app::to_text(read.mistakes).empty());
    return 0;
  }
  const auto& settings = read.settings.gateway;
  QORGAN_ASSERT(!settings.listen.empty() && !settings.trunks.empty());
  QORGAN_ASSERT(settings.trunks.size() <= limits::kTrunks);
  QORGAN_ASSERT(settings.max_live_calls <= 10'000'000);
  return 0;
}
