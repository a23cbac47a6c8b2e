#include "gateway/reach.h"

#include <algorithm>

#include "base/hash.h"
#include "gateway/proxy.h"
#include "sip/forward.h"

namespace qorgan::gateway {
namespace {

constexpr std::size_t kLargeBytes = 1'300;  // RFC 3261 §18.1.1
constexpr std::int64_t kNoTcp_ms = 300'000;
constexpr std::uint32_t kNobody = 0xffff'ffff;

no_tcp& no_tcp_of(call_path& path, const ip_endpoint& at) {
  const std::string_view bytes{reinterpret_cast<const char*>(at.address.data()), at.address.size()};
  return path.no_tcp_at[hash_bytes(bytes, at.port) % path.no_tcp_at.size()];
}

/// TCP towards the same address when a request of this size is too large for UDP and the next
/// element is not known to refuse it; else `to` itself.
peer peer_for_size(call_path& path, const peer& to, std::size_t bytes) {
  if (bytes <= kLargeBytes || path.sockets.is_stream(to)) return to;
  const auto listener = path.sockets.find(transport::tcp, to.at);
  if (!listener) return to;
  const no_tcp& known = no_tcp_of(path, to.at);
  if (known.at == to.at && path.now_ms < known.until_ms) return to;
  return {to.at, *listener, 0, 0};
}

/// The request with its first line behind the request line, our Via, changed to that of `over`.
std::string_view with_via_of(call_path& path, std::string_view request, const peer& over) {
  constexpr std::string_view kBranch = ";branch=";
  const std::size_t line = request.find("\r\n") + 2;
  const std::size_t line_end = request.find("\r\n", line) + 2;
  const std::string_view via = request.substr(line, line_end - line);
  const std::size_t branch = via.find(kBranch) + kBranch.size();
  const auto& side = path.sockets.at(over.listener);
  sip::writer out(path.rewritten);
  out.text(request.substr(0, line));
  sip::write_via(out, path.sockets.via_transport(over), side.name.host, side.name.at.port,
                 via.substr(branch, via.size() - branch - 2));
  out.text(request.substr(line_end));
  return out.ok() ? out.view() : std::string_view{};
}

void wait_on(call_path& path, slot_handle at, std::uint32_t id) {
  transaction& t = *path.transactions.find(at);
  connection* const c = path.sockets.streams().find(id);
  if (c == nullptr) return;
  t.waits_on = id;
  t.previous_waiting = kNobody;
  t.next_waiting = c->first_waiting;
  const slot_handle next = path.transactions.handle_at(c->first_waiting);
  if (transaction* const other = path.transactions.find(next)) other->previous_waiting = at.index;
  c->first_waiting = at.index;
}

/// The kept request of `at` leaves; without a connection the transaction's patience is over.
void send_kept(call_path& path, slot_handle at) {
  transaction& t = *path.transactions.find(at);
  const std::uint32_t id = path.sockets.send(t.downstream, t.request.view());
  if (!path.sockets.is_stream(t.downstream)) return;
  t.downstream.connection = id;
  if (id != 0) return wait_on(path, at, id);
  t.unreachable = true;
  t.client.lose_patience(path.now_ms);
}

std::int32_t ring_timeout(const call_path& path, const transaction& t) {
  return t.verb == sip::method::invite ? static_cast<std::int32_t>(path.options.ring_timeout_ms)
                                       : 0;
}

/// RFC 3261 §18.1.1: TCP was refused, so the large request goes by UDP after all.
bool fall_back_to_udp(call_path& path, slot_handle at) {
  transaction& t = *path.transactions.find(at);
  const auto listener = path.sockets.find(transport::udp, t.downstream.at);
  if (!t.is_large || !listener) return false;
  no_tcp_of(path, t.downstream.at) = {t.downstream.at, path.now_ms + kNoTcp_ms};
  const peer over{t.downstream.at, *listener, 0, 0};
  const std::string_view bytes = with_via_of(path, t.request.view(), over);
  if (bytes.empty()) return false;
  path.bytes.give_back(t.request);
  t.request = path.bytes.keep(bytes);
  t.is_large = false;
  t.downstream = over;
  if (call* const c = path.calls.find(t.call); c != nullptr && t.initial) c->callee = over;
  t.client = sip::client_transaction(t.verb == sip::method::invite, false, ring_timeout(path, t));
  t.client.start(path.now_ms);
  send_kept(path, at);
  return true;
}

/// The connection of a request without any answer has ended.
void send_elsewhere(call_path& path, slot_handle at, bool came_up) {
  transaction& t = *path.transactions.find(at);
  if (t.client.at() != sip::client_transaction::state::calling) return;
  if (!came_up && fall_back_to_udp(path, at)) return;
  // The other end may have closed an idle connection while the request was under way.
  if (came_up && !t.sent_again) {
    t.sent_again = true;
    t.downstream.connection = 0;
    return send_kept(path, at);
  }
  t.unreachable = true;
  t.client.lose_patience(path.now_ms);
}

}  // namespace

std::optional<peer> peer_inside(const call_path& path, std::string_view uri, const call* c,
                                leg towards) {
  auto there = path.sockets.peer_of(uri);
  if (!there || c == nullptr) return there;
  const peer& known = towards == leg::caller ? c->caller : c->callee;
  if (known.at.address == there->at.address && known.listener == there->listener) {
    there->name = known.name;
    there->connection = known.connection;
  }
  return there;
}

void start_client(call_path& path, slot_handle at, std::string_view bytes,
                  std::int64_t patience_ms) {
  transaction& t = *path.transactions.find(at);
  stop_waiting(path, at);
  peer over = t.downstream;
  if (path.trunks.at(t.trunk).options.large_over_tcp) {
    over = peer_for_size(path, t.downstream, bytes.size());
  }
  t.is_large = over.listener != t.downstream.listener;
  t.sent_again = t.unreachable = false;
  if (t.is_large) {
    const std::string_view changed = with_via_of(path, bytes, over);
    t.is_large = !changed.empty();
    if (t.is_large) bytes = changed;
  }
  if (t.is_large) t.downstream = over;
  path.bytes.give_back(t.request);
  t.request = path.bytes.keep(bytes);
  t.has_client = true;
  t.client = sip::client_transaction(t.verb == sip::method::invite, is_reliable(path, t.downstream),
                                     ring_timeout(path, t));
  t.client.start(path.now_ms, patience_ms);
  send_kept(path, at);
}

void stop_waiting(call_path& path, slot_handle at) {
  transaction& t = *path.transactions.find(at);
  if (t.waits_on == 0) return;
  const auto other = [&path](std::uint32_t index) {
    return path.transactions.find(path.transactions.handle_at(index));
  };
  if (transaction* const next = other(t.next_waiting)) next->previous_waiting = t.previous_waiting;
  if (transaction* const previous = other(t.previous_waiting)) {
    previous->next_waiting = t.next_waiting;
  } else if (connection* const c = path.sockets.streams().find(t.waits_on)) {
    c->first_waiting = t.next_waiting;
  }
  t.waits_on = 0;
  t.next_waiting = t.previous_waiting = kNobody;
}

void send_request(call_path& path, const peer& to, std::string_view bytes) {
  const peer over = peer_for_size(path, to, bytes.size());
  if (over.listener == to.listener) {
    path.sockets.send(to, bytes);
    return;
  }
  const std::string_view changed = with_via_of(path, bytes, over);
  const bool sent = !changed.empty() && path.sockets.send(over, changed) != 0;
  if (!sent) path.sockets.send(to, bytes);
}

void serve_streams(call_path& path) {
  path.sockets.streams().serve(path.now_ms);
}

void forget_ended_connections(call_path& path) {
  connection_table& streams = path.sockets.streams();
  while (connection* const c = streams.next_ended()) {
    while (c->first_waiting != kNobody) {
      const slot_handle at = path.transactions.handle_at(c->first_waiting);
      stop_waiting(path, at);
      send_elsewhere(path, at, c->came_up);
      arm(path, at);
    }
    streams.forget(c->other.connection);
  }
}

}  // namespace qorgan::gateway
