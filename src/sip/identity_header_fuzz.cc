#include <cstdint>

#include "base/assert.h"
#include "sip/identity_header.h"

// What is understood lies inside the input and is what the grammar says it is.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace qorgan;
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  const auto read = sip::parse_identity(text);
  if (!read) return 0;
  for (const std::string_view part : {read->token, read->info, read->alg, read->ppt}) {
    if (part.empty()) continue;
    QORGAN_ASSERT(part.data() >= text.data());
    QORGAN_ASSERT(part.data() + part.size() <= text.data() + text.size());
  }
  QORGAN_ASSERT(!read->info.empty() && read->token.size() >= 3);
  return 0;
}
