// Whatever arrives and however it is cut: the framer takes no bytes that are not there, and the
// segments change nothing. The first byte says how long the segments are.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "base/limits.h"
#include "sip/stream_framer.h"

namespace {

using namespace qorgan;
using sip::frame_kind;

void require(bool holds, const char* what) {
  if (holds) return;
  std::fprintf(stderr, "broken: %s\n", what);
  std::abort();
}

struct cut {
  frame_kind kind;
  std::size_t begin;
  std::size_t size;
  bool operator==(const cut&) const = default;
};

std::vector<cut> frames_of(std::string_view stream, std::size_t segment) {
  std::vector<cut> out;
  sip::stream_framer framer;
  std::size_t begin = 0;
  for (std::size_t arrived = 0; arrived < stream.size();) {
    arrived = std::min(stream.size(), arrived + segment);
    for (;;) {
      const std::string_view held = stream.substr(begin, arrived - begin);
      const sip::frame next = framer.next(held);
      if (next.kind == frame_kind::incomplete) break;
      require(next.size <= held.size(), "takes what is there");
      require(next.size <= limits::kSipMessageBytes, "no frame is too long");
      out.push_back({next.kind, begin, next.size});
      if (next.kind == frame_kind::fault) return out;
      require(next.size > 0, "goes on");
      begin += next.size;
    }
    require(arrived - begin <= limits::kSipMessageBytes, "holds no more than a message");
  }
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view stream(reinterpret_cast<const char*>(data) + 1, size - 1);
  require(frames_of(stream, 1 + data[0]) == frames_of(stream, std::max<std::size_t>(1, size)),
          "segments change nothing");
  return 0;
}
