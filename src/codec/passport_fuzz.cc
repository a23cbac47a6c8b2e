#include <cstdint>

#include "base/assert.h"
#include "codec/base64url.h"
#include "codec/json_scan.h"
#include "codec/passport.h"

namespace {

void check(std::string_view token) {
  using namespace qorgan;
  const auto read = codec::parse_passport(token);
  if (!read) return;
  QORGAN_ASSERT(!read->orig.empty() && !read->dest.empty() && !read->x5u.empty());
  QORGAN_ASSERT(read->signed_bytes < token.size() && token[read->signed_bytes] == '.');
  QORGAN_ASSERT((read->type == codec::passport_type::shaken) == (read->attest != 0));
  QORGAN_ASSERT((read->type == codec::passport_type::div) == !read->div.empty());
}

}  // namespace

// A token as it came; and, since base64 hides the JSON from the fuzzer, header and payload given as
// plain text on two lines.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace qorgan;
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  check(text);
  codec::json_scan(text).skip();
  const std::size_t line = text.find('\n');
  if (line == std::string_view::npos) return 0;
  std::string token;
  codec::append_base64url(token, text.substr(0, line));
  token.push_back('.');
  codec::append_base64url(token, text.substr(line + 1));
  token.push_back('.');
  codec::append_base64url(token, std::string(64, 's'));
  check(token);
  const codec::compact_parts parts{text.substr(0, line), "77011234567", text.substr(line + 1), 1};
  codec::parse_passport(codec::full_form("..c2ln", parts));
  return 0;
}
