#include <algorithm>
#include <utility>

#include "gateway/answers.h"
#include "gateway/call_path.h"
#include "gateway/identity_wait.h"
#include "gateway/proxy.h"
#include "gateway/reach.h"

namespace qorgan::gateway {
namespace {

/// Kept free for emergency calls and for requests of calls that are up.
constexpr std::size_t kReserveDivisor = 64;

bool server_is_over(const transaction& t) {
  return !t.has_server || t.server.at() == sip::server_transaction::state::terminated;
}
bool client_is_over(const transaction& t) {
  using state = sip::client_transaction::state;
  return !t.has_client || t.client.at() == state::terminated || t.client.at() == state::idle;
}

}  // namespace

slot_handle open_transaction(call_path& path, transaction_role role, bool emergency) {
  auto& table = path.transactions;
  if (!emergency && table.size() + table.capacity() / kReserveDivisor >= table.capacity())
    return {};
  const slot_handle at = table.emplace();
  if (at) table.find(at)->role = role;
  return at;
}

bool index_transaction(call_path& path, slot_handle at, const sip::transaction_key& key) {
  if (!path.by_request.insert(key.place, at.index)) return false;
  transaction& t = *path.transactions.find(at);
  t.key = key;
  t.has_server = true;
  return true;
}

slot_handle begin_transaction(call_path& path, const arrival& from, transaction_role role,
                              const sip::transaction_key& key, bool emergency) {
  if (path.resumed) return std::exchange(path.resumed, slot_handle{});
  const slot_handle at = open_transaction(path, role, emergency);
  if (!at) return {};
  if (!index_transaction(path, at, key)) {
    close_transaction(path, at);
    return {};
  }
  transaction& t = *path.transactions.find(at);
  t.verb = sip::method::invite;
  t.initial = true;
  t.cseq = path.in.cseq.number;
  t.trunk = from.who.trunk;
  t.server = sip::server_transaction(true, is_reliable(path, from.from));
  t.source = from.from;
  t.upstream = reply_peer(path.in, from.from);
  return at;
}

slot_handle find_transaction(const call_path& path, const sip::transaction_key& key) {
  const auto& table = path.transactions;
  const auto is_it = [&](std::uint32_t index) {
    const transaction* const t = table.find(table.handle_at(index));
    return t != nullptr && t->key == key;
  };
  const std::uint32_t index = path.by_request.find(key.place, is_it);
  return index == flat_hash_index::kNone ? slot_handle{} : table.handle_at(index);
}

void close_transaction(call_path& path, slot_handle at) {
  transaction* const t = path.transactions.find(at);
  if (t == nullptr) return;
  path.timers.cancel(t->timer);
  stop_waiting(path, at);
  if (t->key != sip::transaction_key{}) path.by_request.erase(t->key.place, at.index);
  path.bytes.give_back(t->request);
  path.bytes.give_back(t->cancel_lines);
  path.bytes.give_back(t->response);
  path.transactions.erase(at);
}

void arm(call_path& path, slot_handle at) {
  transaction* const t = path.transactions.find(at);
  if (t == nullptr) return;
  if (server_is_over(*t) && client_is_over(*t)) {
    close_transaction(path, at);
    return;
  }
  std::int64_t due = sip::kNotDue;
  if (t->has_server) due = std::min(due, t->server.due());
  if (t->has_client) due = std::min(due, t->client.due());
  // A timer that fires too soon is armed again then: cheaper than moving it at every message.
  if (t->timer && t->timer_due_ms <= due) return;
  path.timers.cancel(t->timer);
  t->timer = {};
  if (due == sip::kNotDue) return;
  t->timer = path.timers.add(due, at.packed());
  t->timer_due_ms = due;
}

void on_transaction_timer(call_path& path, slot_handle at) {
  transaction* t = path.transactions.find(at);
  if (t == nullptr) return;
  t->timer = {};
  if (t->parked) return on_parked_too_long(path, at);
  if (t->has_server && t->server.due() <= path.now_ms) {
    const sip::server_step step = t->server.on_timer(path.now_ms);
    if (step.send_last && t->response) {
      ++path.figures.retransmissions;
      path.sockets.send(t->upstream, t->response.view());
    }
  }
  if (t != nullptr && t->has_client && t->client.due() <= path.now_ms) {
    const sip::client_step step = t->client.on_timer(path.now_ms);
    if (step.send_request && t->request) {
      ++path.figures.retransmissions;
      path.sockets.send(t->downstream, t->request.view());
    }
    if (step.timed_out) on_silence(path, at);
    if (step.rang_out) on_rang_out(path, at);
  }
  arm(path, at);
}

bool read_kept(call_path& path, const transaction& of) {
  return of.request && sip::parse(of.request.view(), path.sent).has_value();
}

}  // namespace qorgan::gateway
