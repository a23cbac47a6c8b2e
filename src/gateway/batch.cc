#include "gateway/batch.h"

#include <algorithm>

#include "gateway/dispatch.h"
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

batch_plan plan_of(call_path& path, std::span<const net::datagram> batch) {
  std::vector<std::uint16_t>& at_once = path.order;
  std::vector<std::uint16_t>& later = path.order_later;
  at_once.clear();
  later.clear();
  // While calls wait none may overtake them, nor may the CANCEL of one.
  const bool hurry = path.load.in_a_hurry() || path.waiting.front() != nullptr;
  for (std::size_t i = 0; i < batch.size(); ++i) {
    const auto index = static_cast<std::uint16_t>(i);
    (hurry && may_wait(path, batch[i]) ? later : at_once).push_back(index);
  }
  return {at_once, later};
}

bool put_off(call_path& path, const net::datagram& each, std::uint16_t listener) {
  waiting_datagram kept{{each.peer, listener, 0, 0}, path.bytes.keep(each.bytes), path.now_ms};
  if (!kept.bytes) return false;
  if (path.waiting.push(kept)) return true;
  path.bytes.give_back(kept.bytes);
  return false;
}

bool work_off_one(call_path& path) {
  const waiting_datagram* const oldest = path.waiting.front();
  if (oldest == nullptr) return false;
  waiting_datagram each = *oldest;
  path.waiting.pop_front();
  on_datagram(path, each.bytes.view(), each.from);
  path.bytes.give_back(each.bytes);
  return true;
}

void note_reading(call_path& path, std::size_t listener) {
  const net::udp_socket& socket = *path.sockets.at(listener).socket;
  load_control::reading seen;
  seen.waited_us = socket.waited_us();
  seen.emptied = socket.emptied();
  if (!seen.emptied) {
    path.more_to_read = true;
    const auto queue = socket.queue();
    if (queue.room_bytes > 0) {
      seen.queue_share =
          static_cast<double>(queue.used_bytes) / static_cast<double>(queue.room_bytes);
    }
  }
  if (const waiting_datagram* const oldest = path.waiting.front()) {
    seen.emptied = false;
    seen.waited_us = std::max(seen.waited_us, (path.now_ms - oldest->since_ms) * 1'000);
  }
  path.load.note(listener, seen);
}

}  // namespace qorgan::gateway
