#include "bench/load/wire.h"

#include <poll.h>
#include <sys/socket.h>

#include <array>

#include "net/socket_address.h"

namespace qorgan::load {

namespace {

constexpr std::size_t kReadBytes = 64 << 10;
constexpr int kPatience_ms = 5'000;

bool anybody(const net::tls_names&) {
  return true;  // the load is not what decides who may call
}

ip_endpoint name_of(int fd) {
  sockaddr_storage name{};
  socklen_t length = sizeof name;
  if (::getsockname(fd, reinterpret_cast<sockaddr*>(&name), &length) != 0) return {};
  return net::from_socket_address(name);
}

/// Steps until the connection is up.
bool bring_up(net::stream& link) {
  const auto wait = [&link](short what) {
    pollfd waiting{link.fd(), what, 0};
    return ::poll(&waiting, 1, kPatience_ms) == 1;
  };
  if (!wait(POLLOUT) || link.connected() != net::progress::done) return false;
  for (;;) {
    const net::progress made = link.shake_hands();
    if (made != net::progress::waits) return made == net::progress::done;
    if (!wait(link.wants() == net::interest::write ? POLLOUT : POLLIN)) return false;
  }
}

}  // namespace

std::string_view to_string(carrier over) {
  constexpr std::array<std::string_view, 3> kNames{"UDP", "TCP", "TLS"};
  return kNames[static_cast<std::size_t>(over)];
}

std::expected<wire, std::string> wire::udp(const ip_endpoint& at) {
  auto socket = net::udp_socket::open(at);
  if (!socket) return std::unexpected(socket.error());
  wire out(carrier::udp);
  out.local_ = socket->local();
  out.fds_.push_back(socket->fd());
  out.socket_ = std::make_unique<net::udp_socket>(std::move(*socket));
  return out;
}

std::expected<wire, std::string> wire::calling(carrier over, const ip_endpoint& from,
                                               const ip_endpoint& to, unsigned connections,
                                               std::shared_ptr<net::tls_context> papers) {
  wire out(over);
  for (unsigned i = 0; i < connections; ++i) {
    std::unique_ptr<net::tls_session> tls;
    if (over == carrier::tls) tls = papers->connect("", to, anybody);
    auto link = net::stream::connect(from, to, std::move(tls));
    if (!link) return std::unexpected(link.error());
    if (!bring_up(*link)) {
      return std::unexpected(qorgan::to_string(to) + " does not take the connection" +
                             (link->tls() ? ": " + link->tls()->trouble() : ""));
    }
    auto made = std::make_unique<line>();
    made->link = std::move(*link);
    made->peer = to;
    made->up = true;
    out.fds_.push_back(made->link.fd());
    out.lines_.push_back(std::move(made));
  }
  out.local_ = name_of(out.fds_[0]);
  out.papers_ = std::move(papers);
  return out;
}

std::expected<wire, std::string> wire::called(carrier over, const ip_endpoint& at,
                                              std::shared_ptr<net::tls_context> papers) {
  auto listener = net::stream_listener::open(at);
  if (!listener) return std::unexpected(listener.error());
  wire out(over);
  out.local_ = listener->local();
  out.fds_.push_back(listener->fd());
  out.listener_ = std::make_unique<net::stream_listener>(std::move(*listener));
  out.papers_ = std::move(papers);
  return out;
}

void wire::take_connections() {
  while (auto taken = listener_->accept()) {
    std::unique_ptr<net::tls_session> tls;
    if (over_ == carrier::tls) tls = papers_->accept(anybody);
    auto made = std::make_unique<line>();
    made->link = net::stream::take(taken->fd, std::move(tls));
    made->peer = taken->peer;
    fds_.push_back(taken->fd);
    lines_.push_back(std::move(made));
  }
}

void wire::read(line& from) {
  if (!from.up && from.link.shake_hands() != net::progress::done) return;
  from.up = true;
  from.in.erase(0, from.taken);
  from.taken = 0;
  const std::size_t held = from.in.size();
  from.in.resize(held + kReadBytes);
  const net::transfer got = from.link.read({from.in.data() + held, kReadBytes});
  from.in.resize(held + got.bytes);
  const std::string_view all = from.in;
  for (;;) {
    const sip::frame next = from.framer.next(all.substr(from.taken));
    if (next.kind == sip::frame_kind::incomplete || next.kind == sip::frame_kind::fault) return;
    if (next.kind == sip::frame_kind::message) {
      got_.push_back({all.substr(from.taken, next.size), from.peer});
    }
    from.taken += next.size;
  }
}

std::span<const net::datagram> wire::receive() {
  if (socket_) return socket_->receive();
  if (listener_) take_connections();
  got_.clear();
  for (const auto& each : lines_) read(*each);
  return got_;
}

std::span<char> wire::reserve(std::size_t size) {
  if (socket_) return socket_->reserve(size);
  room_.resize(size);
  return {room_.data(), size};
}

wire::line& wire::line_to(const ip_endpoint& to) {
  if (!listener_) return *lines_[next_line_++ % lines_.size()];
  for (const auto& each : lines_) {
    if (each->peer == to) return *each;
  }
  return *lines_.front();
}

void wire::commit(std::size_t size, const ip_endpoint& to) {
  if (socket_) return socket_->commit(size, to);
  if (!lines_.empty()) line_to(to).out.append(room_.data(), size);
}

void wire::flush() {
  if (socket_) return socket_->flush();
  for (const auto& each : lines_) {
    if (!each->out.empty()) each->out.erase(0, each->link.write(each->out).bytes);
  }
}

}  // namespace qorgan::load
