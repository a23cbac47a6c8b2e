// Whatever the body of an INVITE holds: what is found lies inside it, and finding it again in what
// follows the first stream's line is no different.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/assert.h"
#include "sip/message.h"
#include "sip/routing.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace qorgan;
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  const sip::sdp_media media = sip::first_media(text);
  if (!media.address.empty()) {
    QORGAN_ASSERT(media.address.data() >= text.data());
    QORGAN_ASSERT(media.address.data() + media.address.size() <= text.data() + text.size());
    QORGAN_ASSERT(media.address.find('\n') == std::string_view::npos);
    sip::numeric_host(media.address, media.port);
  }
  const sip::sdp_media again = sip::first_media(text);
  QORGAN_ASSERT(again.address == media.address && again.port == media.port);
  return 0;
}
