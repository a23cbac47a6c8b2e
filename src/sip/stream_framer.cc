// A stream has no ends of messages but those that Content-Length tells. What cannot be framed is
// refused as early as it can be told: by the first byte, the first line, the head.
#include "sip/stream_framer.h"

#include <algorithm>

#include "base/limits.h"
#include "sip/characters.h"
#include "sip/message.h"

namespace qorgan::sip {

using namespace characters;

namespace {

constexpr std::string_view kEmptyLine = "\r\n\r\n";

/// A request line ends with its version, a status line begins with it.
bool is_start_line(std::string_view line) {
  constexpr std::string_view kVersion = "SIP/";
  if (line.size() > kVersion.size() &&
      equals_ignoring_case(line.substr(0, kVersion.size()), kVersion)) {
    return true;
  }
  return line.find(" SIP/") != std::string_view::npos;
}

bool is_length_name(std::string_view name) {
  name = trim(name);
  return (name.size() == 14 && equals_ignoring_case(name, "content-length")) ||
         (name.size() == 1 && (name[0] == 'l' || name[0] == 'L'));
}

/// Content-Length of a whole head. -1: none, -2: not usable.
std::int64_t length_in(std::string_view head) {
  constexpr std::int64_t kNone = -1;
  constexpr std::int64_t kBad = -2;
  std::int64_t found = kNone;
  std::size_t at = head.find("\r\n") + 2;
  while (at < head.size()) {
    std::size_t end = head.find("\r\n", at);
    if (end == at || end == std::string_view::npos) break;
    while (end + 2 < head.size() && (head[end + 2] == ' ' || head[end + 2] == '\t')) {
      end = head.find("\r\n", end + 2);  // a folded line; the empty line ends every search
    }
    const char first = static_cast<char>(head[at] | 0x20);
    if (first == 'c' || first == 'l') {
      const std::string_view line = head.substr(at, end - at);
      const std::size_t colon = line.find(':');
      if (colon != std::string_view::npos && is_length_name(line.substr(0, colon))) {
        const std::int64_t length = parse_decimal(trim(line.substr(colon + 1)), 0x7fffffff);
        if (length < 0 || (found != kNone && found != length)) return kBad;
        found = length;
      }
    }
    at = end + 2;
  }
  return found;
}

}  // namespace

std::string_view to_string(frame_fault fault) {
  switch (fault) {
    case frame_fault::none: return "none";
    case frame_fault::not_sip: return "not SIP";
    case frame_fault::head_too_large: return "header fields too large";
    case frame_fault::no_length: return "no Content-Length";
    case frame_fault::bad_length: return "bad Content-Length";
    case frame_fault::too_large: return "message too large";
  }
  return "";
}

frame stream_framer::refuse(frame_fault fault, std::size_t head) {
  *this = {};
  return {frame_kind::fault, head, fault};
}

frame stream_framer::begin_body(std::string_view head) {
  const std::int64_t length = length_in(head);
  if (length == -1) return refuse(frame_fault::no_length, head.size());
  if (length < 0) return refuse(frame_fault::bad_length, head.size());
  const std::size_t total = head.size() + static_cast<std::size_t>(length);
  if (total > limits::kSipMessageBytes) return refuse(frame_fault::too_large, head.size());
  total_ = total;
  return {};
}

frame stream_framer::next(std::string_view bytes) {
  if (bytes.empty()) return {};
  if (total_ == 0) {
    if (bytes[0] == '\r') {
      if (bytes.size() == 1) return {};
      if (bytes[1] == '\n') return {frame_kind::line_end, 2, frame_fault::none};
    }
    if (!is(bytes[0], kToken)) return refuse(frame_fault::not_sip, 0);
    if (!first_line_) {
      const std::size_t end = bytes.find("\r\n", seen_);
      if (end != std::string_view::npos) {
        if (!is_start_line(bytes.substr(0, end))) return refuse(frame_fault::not_sip, 0);
        first_line_ = true;
        seen_ = end;
      }
    }
    // Without a first line there is no empty one, but the limit counts all the same.
    const std::size_t end = first_line_ ? bytes.find(kEmptyLine, seen_) : std::string_view::npos;
    const std::size_t head = end + kEmptyLine.size();
    if (end == std::string_view::npos || head > limits::kStreamHeadBytes) {
      if (bytes.size() >= limits::kStreamHeadBytes) {
        return refuse(frame_fault::head_too_large, 0);
      }
      const std::size_t overlap = first_line_ ? 3 : 1;
      seen_ = std::max(seen_, bytes.size() - std::min(bytes.size(), overlap));
      return {};
    }
    if (const frame faulty = begin_body(bytes.substr(0, head)); faulty.kind == frame_kind::fault) {
      return faulty;
    }
  }
  if (bytes.size() < total_) return {};
  const std::size_t size = total_;
  *this = {};
  return {frame_kind::message, size, frame_fault::none};
}

}  // namespace qorgan::sip
