#include "gateway/batch.h"

#include "gateway/identity.h"

namespace qorgan::gateway {
namespace {

/// An ordinary new call may wait, and so may the CANCEL that would otherwise overtake it. What
/// cannot be read may wait as well.
bool may_wait(call_path& path, const net::datagram& each) {
  if (each.bytes.starts_with("CANCEL ")) return true;
  if (!each.bytes.starts_with("INVITE ")) return false;
  const origin who = path.trunks.find(each.peer);
  if (!who.known || !sip::parse(each.bytes, path.in)) return true;
  if (!path.in.to.tag.empty()) return false;
  path.target = sip::parse_uri(path.in.request_uri).value_or(sip::uri{});
  return !is_emergency_call(path, path.trunks.at(who.trunk));
}

}  // namespace

std::span<const std::uint16_t> order_of(call_path& path, std::span<const net::datagram> batch) {
  std::vector<std::uint16_t>& out = path.order;
  std::vector<std::uint16_t>& last = path.order_last;
  out.clear();
  last.clear();
  const bool hurry = path.load.in_a_hurry();
  for (std::size_t i = 0; i < batch.size(); ++i) {
    const auto index = static_cast<std::uint16_t>(i);
    (hurry && may_wait(path, batch[i]) ? last : out).push_back(index);
  }
  out.insert(out.end(), last.begin(), last.end());
  return out;
}

void note_reading(call_path& path, std::size_t listener) {
  const net::udp_socket& socket = path.sockets.at(listener).socket;
  load_control::reading seen;
  seen.waited_us = socket.waited_us();
  seen.emptied = socket.emptied();
  if (!seen.emptied) {
    const auto queue = socket.queue();
    if (queue.room_bytes > 0) {
      seen.queue_share =
          static_cast<double>(queue.used_bytes) / static_cast<double>(queue.room_bytes);
    }
  }
  path.load.note(listener, seen);
}

}  // namespace qorgan::gateway
