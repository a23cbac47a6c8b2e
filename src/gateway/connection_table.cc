// Life of a connection: accepted or begun here, admitted, up, ended, forgotten. An ended one keeps
// its place until its owner has seen it (`next_ended`, `forget`), so that nothing that still names
// it meets another. Reading and writing are in connection_io.cc.
#include "gateway/connection_table.h"

#include <unistd.h>

#include <algorithm>

#include "base/hash.h"

namespace qorgan::gateway {
namespace {

constexpr int kAcceptedAtOnce = 32;
constexpr std::size_t kMostConnections = 65'535;  // ids have sixteen bits for the place
constexpr std::int64_t kHeldTokens_ms = 1'000;

std::uint64_t place_of(const ip_endpoint& at, std::uint16_t listener) {
  return hash_bytes({reinterpret_cast<const char*>(at.address.data()), at.address.size()},
                    std::uint64_t{listener} << 16 | at.port);
}

}  // namespace

connection_table::connection_table(const stream_options& limits, net::poller waits)
    : limits_(limits),
      poller_(std::move(waits)),
      all_(std::min<std::size_t>(limits.max_connections, kMostConnections)),
      by_place_(2 * all_.capacity()),
      room_(std::make_unique_for_overwrite<char[]>(kReadBytes)) {}

std::expected<std::unique_ptr<connection_table>, std::string> connection_table::open(
    const stream_options& limits) {
  auto waits = net::poller::open();
  if (!waits) return std::unexpected(waits.error());
  return std::unique_ptr<connection_table>(new connection_table(limits, std::move(*waits)));
}

std::expected<void, std::string> connection_table::listen(std::uint16_t listener, transport over,
                                                          net::stream_listener socket) {
  if (ports_.size() <= listener) ports_.resize(listener + 1u);
  port& made = ports_[listener];
  made.over = over;
  made.socket.emplace(std::move(socket));
  return poller_.add(made.socket->fd(), kListenerTag | listener);
}

std::uint16_t connection_table::name_of(const std::string& domain) {
  const auto known = std::ranges::find(names_, domain);
  if (known != names_.end()) return static_cast<std::uint16_t>(known - names_.begin());
  names_.push_back(domain);
  return static_cast<std::uint16_t>(names_.size() - 1);
}

std::uint32_t connection_table::id_of(slot_handle at) const {
  return (at.generation & 0xffff) << 16 | at.index;
}

connection* connection_table::find(std::uint32_t id) {
  if (id == 0) return nullptr;
  const slot_handle at = all_.handle_at(id & 0xffff);
  return at && id_of(at) == id ? all_.find(at) : nullptr;
}

std::uint32_t connection_table::find_open(const peer& to) {
  const auto is_it = [&](std::uint32_t index) {
    const connection* const c = all_.find(all_.handle_at(index));
    if (c == nullptr || c->ends != closing::none || c->ends_when_flushed) return false;
    if (c->other.listener != to.listener) return false;
    if (to.name == 0 || c->other.name == to.name) return true;
    return c->at == connection::phase::open && c->link.tls() != nullptr &&
           c->link.tls()->names().are(names_[to.name]);
  };
  const std::uint32_t index = by_place_.find(place_of(to.at, to.listener), is_it);
  return index == flat_hash_index::kNone ? 0 : id_of(all_.handle_at(index));
}

void connection_table::add_alias(std::uint32_t id, const ip_endpoint& at) {
  connection* const c = find(id);
  if (c == nullptr || c->has_alias || at == c->other.at) return;
  c->alias = place_of(at, c->other.listener);
  c->has_alias = by_place_.insert(c->alias, id & 0xffff);
}

std::uint32_t connection_table::add(connection made) {
  const slot_handle at = all_.emplace(std::move(made));
  if (!at) return 0;
  connection& c = *all_.find(at);
  c.other.connection = id_of(at);
  c.began_ms = c.heard_ms = c.spoke_ms = now_ms_;
  c.place = place_of(c.other.at, c.other.listener);
  by_place_.insert(c.place, at.index);
  ++ports_[c.other.listener].counts.connections;
  if (c.at == connection::phase::handshaking) ++handshakes_;
  if (!poller_.add(
          c.link.fd(), c.other.connection,
          c.at == connection::phase::connecting ? net::interest::write : net::interest::read)) {
    end(c, closing::refused);
  }
  return c.other.connection;
}

/// Tokens of handshakes: the private key costs a millisecond of the call path each.
bool connection_table::may_shake_hands() {
  const std::int64_t gone = std::min(now_ms_ - tokens_filled_ms_, kHeldTokens_ms);
  tokens_filled_ms_ = now_ms_;
  handshake_tokens_ =
      std::min<std::int64_t>(handshake_tokens_ + gone * limits_.handshakes_per_second,
                             std::int64_t{limits_.handshakes_per_second} * 1'000);
  return handshakes_ < limits_.max_handshakes && handshake_tokens_ >= 1'000;
}

void connection_table::accept_from(std::uint16_t listener) {
  port& on = ports_[listener];
  for (int i = 0; i < kAcceptedAtOnce; ++i) {
    if (on.over == transport::tls && !may_shake_hands()) {
      on.paused = true;  // who comes now waits in the kernel until the next sweep
      poller_.remove(on.socket->fd());
      return;
    }
    const auto taken = on.socket->accept();
    if (!taken) return;
    admit(listener, *taken);
  }
}

std::size_t connection_table::from_address(const ip_endpoint& at) {
  std::size_t out = 0;
  all_.for_each([&](slot_handle, const connection& c) {
    if (!c.outgoing && c.other.at.address == at.address) ++out;
  });
  return out;
}

void connection_table::admit(std::uint16_t listener, const net::stream_listener::accepted& taken) {
  port& on = ports_[listener];
  const origin who = owner_->who_calls(taken.peer, on.over);
  if (!who.known) {
    ++on.counts.strangers;
    ::close(taken.fd);
    return;
  }
  const bool no_keys = on.over == transport::tls && !context_;
  if (no_keys || all_.full() || from_address(taken.peer) >= limits_.max_connections_per_source) {
    ++on.counts.turned_away;
    ::close(taken.fd);
    return;
  }
  connection made;
  made.other = {taken.peer, listener, 0, 0};
  made.who = who;
  std::unique_ptr<net::tls_session> tls;
  if (on.over == transport::tls) {
    handshake_tokens_ -= 1'000;
    made.at = connection::phase::handshaking;
    tls = context_->accept([this, at = taken.peer](const net::tls_names& names) {
      return owner_->who_is(names, at).known;
    });
  }
  made.link = net::stream::take(taken.fd, std::move(tls));
  ++on.counts.accepted;
  const std::uint32_t id = add(std::move(made));
  if (connection* const c = find(id); c != nullptr && c->at == connection::phase::open) {
    c->came_up = true;
  }
}

std::uint32_t connection_table::connect(const peer& to) {
  port& on = ports_[to.listener];
  if (all_.full()) return 0;
  std::unique_ptr<net::tls_session> tls;
  if (on.over == transport::tls) {
    if (!context_) return 0;
    const std::string& name = names_[to.name];
    tls = context_->connect(name, to.at, [this, name, at = to.at](const net::tls_names& names) {
      return name.empty() ? names.are(at) || owner_->who_is(names, at).known : names.are(name);
    });
  }
  connection made;
  made.other = {to.at, to.listener, to.name, 0};
  made.outgoing = true;
  made.at = connection::phase::connecting;
  made.who = owner_->who_calls(to.at, on.over);
  ++on.counts.opened;
  auto link = net::stream::connect(on.socket->local(), to.at, std::move(tls));
  const bool begun = link.has_value();
  if (begun) made.link = std::move(*link);
  if (begun) return add(std::move(made));
  const slot_handle at = all_.emplace(std::move(made));  // it ends as a refused one does
  connection& c = *all_.find(at);
  c.other.connection = id_of(at);
  ++on.counts.connections;
  end(c, closing::refused);
  return c.other.connection;
}

void connection_table::end(connection& c, closing why) {
  if (c.ends != closing::none) return;
  c.ends = why;
  stream_counts& counts = ports_[c.other.listener].counts;
  ++counts.closed[static_cast<std::size_t>(why)];
  --counts.connections;
  if (c.at == connection::phase::handshaking) --handshakes_;
  if (why == closing::handshake && c.link.tls() != nullptr) {
    last_refusal_ = to_string(c.other.at) + ": " + c.link.tls()->trouble();
  }
  if (c.link.fd() >= 0) poller_.remove(c.link.fd());
  by_place_.erase(c.place, c.other.connection & 0xffff);
  if (c.has_alias) by_place_.erase(c.alias, c.other.connection & 0xffff);
  c.link = {};
  ended_.push_back(c.other.connection);
}

connection* connection_table::next_ended() {
  while (next_ended_ < ended_.size()) {
    if (connection* const c = find(ended_[next_ended_++])) return c;
  }
  ended_.clear();
  next_ended_ = 0;
  return nullptr;
}

void connection_table::forget(std::uint32_t id) {
  all_.erase(all_.handle_at(id & 0xffff));
}

void connection_table::come_up(connection& c) {
  if (c.at == connection::phase::handshaking) --handshakes_;
  c.at = connection::phase::open;
  c.came_up = true;
  c.heard_ms = now_ms_;
  if (net::tls_session* const tls = c.link.tls()) {
    const origin named = owner_->who_is(tls->names(), c.other.at);
    if (named.known) c.who = named;
    if (tls->resumed()) ++ports_[c.other.listener].counts.resumed;
  }
  if (!c.out.empty()) write(c);
  watch(c);
}

/// Connecting, then the handshake: as far as it goes without waiting.
void connection_table::step(connection& c) {
  if (c.at == connection::phase::connecting) {
    const net::progress made = c.link.connected();
    if (made == net::progress::failed) return end(c, closing::refused);
    if (made == net::progress::waits) return;
    if (c.link.tls() == nullptr) return come_up(c);
    c.at = connection::phase::handshaking;
    c.began_ms = now_ms_;
    ++handshakes_;
  }
  if (c.at != connection::phase::handshaking) return;
  const net::progress made = c.link.shake_hands();
  if (made == net::progress::failed) return end(c, closing::handshake);
  if (made == net::progress::done) return come_up(c);
  watch(c);
}

void connection_table::watch(connection& c) {
  if (c.ends != closing::none) return;
  net::interest what = c.waits_to_write ? net::interest::read_write : net::interest::read;
  if (c.at == connection::phase::connecting) what = net::interest::write;
  if (c.at == connection::phase::handshaking) what = c.link.wants();
  if (!poller_.change(c.link.fd(), c.other.connection, what)) end(c, closing::by_peer);
}

void connection_table::serve(std::int64_t now_ms) {
  now_ms_ = now_ms;
  for (const net::ready& ready : poller_.wait(0)) {
    if ((ready.tag & kListenerTag) != 0) {
      accept_from(static_cast<std::uint16_t>(ready.tag));
      continue;
    }
    connection* const c = find(static_cast<std::uint32_t>(ready.tag));
    if (c == nullptr || c->ends != closing::none) continue;
    const bool was_open = c->at == connection::phase::open;
    if (!was_open) step(*c);
    if (c->at != connection::phase::open || c->ends != closing::none) continue;
    if (ready.writable && c->waits_to_write) write(*c);
    // The last bytes of a handshake may have brought the first message with them.
    if ((ready.readable || !was_open) && c->ends == closing::none) read(*c);
  }
}

}  // namespace qorgan::gateway
