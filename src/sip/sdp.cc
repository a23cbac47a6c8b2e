#include "sip/characters.h"
#include "sip/message.h"

namespace qorgan::sip {
namespace {

/// The `index`-th word of a line, counted from 0; "" when there are fewer.
std::string_view word(std::string_view line, int index) {
  for (;; --index) {
    const std::size_t space = line.find(' ');
    if (index == 0) return line.substr(0, space);
    if (space == std::string_view::npos) return {};
    line.remove_prefix(space + 1);
  }
}

}  // namespace

// RFC 8866 §5: the `c=` of a media description replaces the one of the session. A body of several
// parts works too, as the lines of its SDP part are lines of the whole.
sdp_media first_media(std::string_view sdp) {
  sdp_media found;
  bool inside_media = false;
  bool inside_audio = false;
  while (!sdp.empty()) {
    const std::size_t newline = sdp.find('\n');
    std::string_view line = sdp.substr(0, newline);
    sdp.remove_prefix(newline == std::string_view::npos ? sdp.size() : newline + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.starts_with("c=IN ")) {
      if (inside_audio || !inside_media) {
        const std::string_view address = word(line, 2);
        found.address = address.substr(0, address.find('/'));
      }
    } else if (line.starts_with("m=")) {
      if (inside_audio) break;
      inside_media = true;
      inside_audio = line.starts_with("m=audio ");
      if (!inside_audio) continue;
      const std::string_view port = word(line, 1);
      const auto value = characters::parse_decimal(port.substr(0, port.find('/')), 0xffff);
      if (value > 0) found.port = static_cast<std::uint16_t>(value);
    }
  }
  if (!inside_audio) return {};
  return found;
}

}  // namespace qorgan::sip
