// Reading, cutting into messages, writing, and what time makes due on a connection.
#include <algorithm>
#include <utility>

#include "gateway/connection_table.h"

namespace qorgan::gateway {
namespace {

constexpr int kReadsAtOnce = 4;                 // then the others have their turn
constexpr std::string_view kPing = "\r\n\r\n";  // RFC 5626 §4.4.1
constexpr std::string_view kPong = "\r\n";
constexpr std::int64_t kPongPatience_ms = 10'000;
constexpr std::size_t kKeptBytes = 64 << 10;  // of a buffer that is empty again

}  // namespace

void connection_table::read(connection& c) {
  for (int i = 0; i < kReadsAtOnce; ++i) {
    const net::transfer got = c.link.read({room_.get(), kReadBytes});
    if (got.bytes > 0) take(c, {room_.get(), got.bytes});
    if (got.ended) return end(c, closing::by_peer);
    if (c.ends != closing::none || got.bytes < kReadBytes) return;
  }
  // TLS may hold bytes the poller knows nothing of.
  if (c.link.tls() != nullptr) read_later_.push_back(c.other.connection);
}

void connection_table::take(connection& c, std::string_view fresh) {
  c.heard_ms = now_ms_;
  std::size_t taken;
  if (c.in.empty()) {
    taken = take_frames(c, fresh);
    c.in.assign(fresh.begin() + static_cast<std::ptrdiff_t>(taken), fresh.end());
  } else {
    c.in.insert(c.in.end(), fresh.begin(), fresh.end());
    taken = take_frames(c, {c.in.data(), c.in.size()});
    c.in.erase(c.in.begin(), c.in.begin() + static_cast<std::ptrdiff_t>(taken));
  }
  if (c.in.empty()) {
    c.partial_since_ms = 0;
    if (c.in.capacity() > kKeptBytes) c.in.shrink_to_fit();
  } else if (taken > 0 || c.partial_since_ms == 0) {
    c.partial_since_ms = now_ms_;
  }
}

std::size_t connection_table::take_frames(connection& c, std::string_view bytes) {
  std::size_t taken = 0;
  while (c.ends == closing::none && !c.ends_when_flushed) {
    const sip::frame next = c.framer.next(bytes.substr(taken));
    const std::string_view frame = bytes.substr(taken, next.size);
    taken += next.size;
    switch (next.kind) {
      case sip::frame_kind::incomplete: return taken;
      case sip::frame_kind::line_end: take_line_end(c); break;
      case sip::frame_kind::message:
        c.line_ends = 0;
        ++ports_[c.other.listener].counts.messages_in;
        owner_->on_message(frame, c.other, c.who);
        break;
      case sip::frame_kind::fault:
        if (!frame.empty()) owner_->on_unframed(frame, next.fault, c.other, c.who);
        if (c.out.empty()) {
          end(c, closing::garbage);
        } else {
          c.ends_when_flushed = true;
        }
        return bytes.size();
    }
  }
  return bytes.size();  // nobody reads on
}

/// A CRLF after our ping is its pong; two in a row are a ping of the other end.
void connection_table::take_line_end(connection& c) {
  if (c.pong_due) {
    c.pong_due = false;
    c.answers_pings = true;
    return;
  }
  if (++c.line_ends < 2) return;
  c.line_ends = 0;
  queue(c, kPong);
}

void connection_table::queue(connection& c, std::string_view bytes) {
  if (c.ends != closing::none) return;
  if (c.out.size() - c.sent + bytes.size() > limits_.output_bytes) return end(c, closing::unread);
  c.out.insert(c.out.end(), bytes.begin(), bytes.end());
  c.spoke_ms = now_ms_;
  if (c.is_dirty || c.waits_to_write || c.at != connection::phase::open) return;
  c.is_dirty = true;
  dirty_.push_back(c.other.connection);
}

std::uint32_t connection_table::send(const peer& to, std::string_view bytes) {
  connection* c = find(to.connection);
  if (c == nullptr || c->ends != closing::none || c->ends_when_flushed) {
    std::uint32_t id = find_open(to);
    if (id == 0) id = connect(to);
    c = find(id);
  }
  if (c == nullptr) return 0;
  ++ports_[c->other.listener].counts.messages_out;
  queue(*c, bytes);
  return c->other.connection;
}

void connection_table::write(connection& c) {
  const bool waited = c.waits_to_write;
  const net::transfer done = c.link.write({c.out.data() + c.sent, c.out.size() - c.sent});
  if (done.ended) return end(c, closing::by_peer);
  c.sent += done.bytes;
  if (done.bytes > 0 || !waited) c.stuck_since_ms = now_ms_;
  c.waits_to_write = c.sent < c.out.size();
  if (!c.waits_to_write) {
    c.out.clear();
    c.sent = 0;
    c.stuck_since_ms = 0;
    if (c.out.capacity() > kKeptBytes) c.out.shrink_to_fit();
    if (c.ends_when_flushed) return end(c, closing::garbage);
  } else if (c.sent > kKeptBytes) {
    c.out.erase(c.out.begin(), c.out.begin() + static_cast<std::ptrdiff_t>(c.sent));
    c.sent = 0;
  }
  if (c.waits_to_write != waited) watch(c);
}

void connection_table::flush() {
  for (std::size_t i = 0; i < dirty_.size(); ++i) {
    connection* const c = find(dirty_[i]);
    if (c == nullptr) continue;
    c->is_dirty = false;
    if (c->ends == closing::none && c->at == connection::phase::open && !c->out.empty()) write(*c);
  }
  dirty_.clear();
}

void connection_table::sweep_one(connection& c) {
  if (c.ends != closing::none) return;
  const std::int64_t age = now_ms_ - c.began_ms;
  switch (c.at) {
    case connection::phase::connecting:
      if (age >= limits_.connect_timeout_ms) end(c, closing::refused);
      return;
    case connection::phase::handshaking:
      if (age >= limits_.handshake_timeout_ms) end(c, closing::slow);
      return;
    case connection::phase::open: break;
  }
  const std::int64_t partial = c.partial_since_ms == 0 ? 0 : now_ms_ - c.partial_since_ms;
  if (partial >= limits_.message_timeout_ms) return end(c, closing::slow);
  if (c.stuck_since_ms != 0 && now_ms_ - c.stuck_since_ms >= limits_.stuck_timeout_ms) {
    return end(c, closing::unread);
  }
  if (now_ms_ - c.heard_ms >= limits_.idle_timeout_ms) return end(c, closing::idle);
  // RFC 5626 §4.4.1; an end that never answered may just not know of pings.
  if (c.pong_due && c.answers_pings && now_ms_ - c.pinged_ms >= kPongPatience_ms) {
    return end(c, closing::idle);
  }
  const bool quiet = limits_.keep_alive_ms != 0 &&
                     now_ms_ - std::max(c.heard_ms, c.spoke_ms) >= limits_.keep_alive_ms;
  if (c.outgoing && quiet && !(c.pong_due && c.answers_pings)) {
    c.pong_due = true;
    c.pinged_ms = now_ms_;
    queue(c, kPing);
  }
}

void connection_table::sweep(std::int64_t now_ms) {
  now_ms_ = now_ms;
  all_.for_each([this](slot_handle, connection& c) { sweep_one(c); });
  for (const std::uint32_t id : std::exchange(read_later_, {})) {
    if (connection* const c = find(id); c != nullptr && c->ends == closing::none) read(*c);
  }
  for (std::size_t i = 0; i < ports_.size(); ++i) {
    port& on = ports_[i];
    if (!on.paused || !may_shake_hands()) continue;
    // Tried again at the next sweep when the kernel has no room for it.
    on.paused = !poller_.add(on.socket->fd(), kListenerTag | i).has_value();
  }
}

}  // namespace qorgan::gateway
