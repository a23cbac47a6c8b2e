// What a client may send in its own words: feed messages, queries, cookies, texts to be shown.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/assert.h"
#include "console/clean_text.h"
#include "console/feed_message.h"
#include "console/request_text.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace qorgan;
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  const auto message = console::parse_client_message(text);
  QORGAN_ASSERT(message || !message.error().code.empty());
  console::parse_query(text);
  console::percent_decode(text);
  QORGAN_ASSERT(console::cookie_value(text, "a").size() <= size);
  const std::string clean = console::clean_text(text, 64);
  QORGAN_ASSERT(clean.size() <= 64);
  QORGAN_ASSERT(console::clean_text(clean, 64) == clean);
  console::mask_number(text);
  return 0;
}
