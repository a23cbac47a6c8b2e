#include "codec/capture_assembly.h"

#include <algorithm>
#include <charconv>

namespace qorgan::codec {
namespace {

bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}

bool same_ignoring_case(std::string_view a, std::string_view b) {
  const auto lower = [](char c) { return is_upper(c) ? static_cast<char>(c - 'A' + 'a') : c; };
  return std::ranges::equal(a, b, {}, lower, lower);
}

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

/// Content-Length of a header section; 0 when there is none, as the stream needs one.
std::size_t content_length(std::string_view head) {
  while (!head.empty()) {
    const std::size_t end = std::min(head.find("\r\n"), head.size());
    const std::string_view line = head.substr(0, end);
    head.remove_prefix(std::min(end + 2, head.size()));
    const std::size_t colon = line.find(':');
    if (colon == std::string_view::npos) continue;
    const std::string_view name = trimmed(line.substr(0, colon));
    if (!same_ignoring_case(name, "content-length") && !same_ignoring_case(name, "l")) continue;
    const std::string_view value = trimmed(line.substr(colon + 1));
    std::size_t length = 0;
    const auto read = std::from_chars(value.data(), value.data() + value.size(), length);
    return read.ec == std::errc{} ? length : tcp_assembly::kMessageBytes + 1;
  }
  return 0;
}

/// Length of the message the bytes begin with; 0: not whole yet; more than the largest: hopeless.
std::size_t message_length(std::string_view bytes) {
  const std::size_t end = bytes.find("\r\n\r\n");
  if (end == std::string_view::npos) {
    return bytes.size() > tcp_assembly::kMessageBytes ? bytes.size() : 0;
  }
  const std::size_t body = content_length(bytes.substr(0, end));
  if (body > tcp_assembly::kMessageBytes) return tcp_assembly::kMessageBytes + 1;
  return end + 4 + body;
}

}  // namespace

bool begins_as_sip(std::string_view bytes) {
  if (bytes.starts_with("SIP/2.0 ")) return true;
  const std::size_t space = bytes.find(' ');
  if (space == std::string_view::npos || space < 3 || space > 32) return false;
  if (!std::ranges::all_of(bytes.substr(0, space), is_upper)) return false;
  const std::string_view line = bytes.substr(0, bytes.find("\r\n"));
  return line.ends_with(" SIP/2.0");
}

std::string_view ip_assembly::add(const ip_packet& fragment) {
  const auto same = [&](const datagram& one) {
    return one.of.id == fragment.id && one.of.protocol == fragment.protocol &&
           one.of.source == fragment.source && one.of.destination == fragment.destination;
  };
  auto at = std::ranges::find_if(open_, same);
  if (at == open_.end()) {
    if (open_.size() == kDatagrams) {
      open_.pop_front();
      ++given_up_;
    }
    open_.push_back({fragment, {}, 0});
    open_.back().of.payload = {};
    at = open_.end() - 1;
  }
  if (!place(*at, fragment)) {
    open_.erase(at);
    ++given_up_;
    return {};
  }
  if (!is_whole(*at)) return {};
  whole_.clear();
  for (const auto& [offset, bytes] : at->pieces) whole_ += bytes;
  open_.erase(at);
  return whole_;
}

/// False: the datagram cannot become whole any more.
bool ip_assembly::place(datagram& to, const ip_packet& fragment) {
  const std::uint32_t begin = fragment.offset;
  const auto end = static_cast<std::uint32_t>(begin + fragment.payload.size());
  if (end == begin || end > kLargest || to.pieces.size() == kPieces) return false;
  const auto after = to.pieces.lower_bound(begin);
  if (after != to.pieces.end() && after->first == begin) {
    return after->second == fragment.payload;  // the same once more
  }
  if (after != to.pieces.end() && after->first < end) return false;
  if (after != to.pieces.begin()) {
    const auto before = std::prev(after);
    if (before->first + before->second.size() > begin) return false;
  }
  if (!fragment.more) {
    if (to.total != 0 || (after != to.pieces.end())) return false;
    to.total = end;
  } else if (to.total != 0 && end > to.total) {
    return false;
  }
  to.pieces.emplace(begin, fragment.payload);
  return true;
}

bool ip_assembly::is_whole(const datagram& one) const {
  if (one.total == 0) return false;
  std::uint32_t next = 0;
  for (const auto& [offset, bytes] : one.pieces) {
    if (offset != next) return false;
    next += static_cast<std::uint32_t>(bytes.size());
  }
  return next == one.total;
}

tcp_assembly::stream& tcp_assembly::stream_of(const stream_key& key) {
  const auto found = streams_.find(key);
  if (found != streams_.end()) return found->second;
  if (streams_.size() == kStreams) {
    streams_.erase(ages_.front());
    ages_.pop_front();
    ++given_up_;
  }
  ages_.push_back(key);
  return streams_[key];
}

void tcp_assembly::add(const ip_endpoint& source, const ip_endpoint& destination,
                       const tcp_segment& segment, const take_message& take) {
  stream& to = stream_of({source, destination});
  if (segment.syn) {
    to = {};
    to.follows = true;
    to.next = segment.sequence + 1;
    return;
  }
  std::string_view bytes = segment.payload;
  if (bytes.empty()) return;
  if (!to.follows) {  // the connection is older than the capture
    if (!begins_as_sip(bytes)) return;
    to = {};
    to.follows = true;
    to.next = segment.sequence;
  }
  // Sequence numbers wrap round: what lies up to 2^31 ahead is late, the rest was there before.
  const auto ahead = static_cast<std::int32_t>(segment.sequence - to.next);
  if (ahead > 0) {
    if (to.late.empty()) to.late_base = to.next;
    to.late.try_emplace(segment.sequence - to.late_base, bytes);
    if (to.late.size() <= kLateSegments) return;
    // What is missing was lost to the capture: go on behind it.
    ++given_up_;
    to.begun.clear();
    to.next = to.late_base + to.late.begin()->first;
    return take_late(to, take);
  }
  const auto known = static_cast<std::size_t>(-static_cast<std::int64_t>(ahead));
  if (known >= bytes.size()) return;
  append(to, bytes.substr(known), take);
  take_late(to, take);
}

void tcp_assembly::take_late(stream& to, const take_message& take) {
  while (!to.late.empty()) {
    const auto first = to.late.begin();
    const auto ahead = static_cast<std::int32_t>(to.late_base + first->first - to.next);
    if (ahead > 0) return;
    const std::string bytes = std::move(first->second);
    to.late.erase(first);
    const auto known = static_cast<std::size_t>(-static_cast<std::int64_t>(ahead));
    if (known < bytes.size()) append(to, std::string_view(bytes).substr(known), take);
  }
}

void tcp_assembly::append(stream& to, std::string_view bytes, const take_message& take) {
  to.next += static_cast<std::uint32_t>(bytes.size());
  to.begun += bytes;
  std::string_view rest = to.begun;
  while (true) {
    while (rest.starts_with("\r\n")) rest.remove_prefix(2);  // keep-alives of RFC 5626
    const std::size_t length = rest.empty() ? 0 : message_length(rest);
    if (length > kMessageBytes) {
      ++given_up_;
      rest = {};
      to.follows = false;
    }
    if (length == 0 || length > rest.size()) break;
    take(rest.substr(0, length));
    rest.remove_prefix(length);
  }
  to.begun.erase(0, to.begun.size() - rest.size());
}

}  // namespace qorgan::codec
