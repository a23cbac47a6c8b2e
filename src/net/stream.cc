#include "net/stream.h"

#include <netinet/tcp.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

#include "net/socket_address.h"

namespace qorgan::net {
namespace {

// Linux; missing in the headers of some C libraries: the port is chosen at connect, not at bind.
#ifndef IP_BIND_ADDRESS_NO_PORT
#define IP_BIND_ADDRESS_NO_PORT 24
#endif

constexpr int kBacklog = 1'024;

std::unexpected<std::string> failed(const ip_endpoint& at, const char* what) {
  return std::unexpected("tcp " + to_string(at) + ": " + what + ": " +
                         std::generic_category().message(errno));
}

void set(int fd, int level, int option, int value = 1) {
  ::setsockopt(fd, level, option, &value, sizeof value);
}

bool would_wait() {
  return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
}

}  // namespace

std::expected<stream_listener, std::string> stream_listener::open(const ip_endpoint& at) {
  const bool is_v6 = !at.is_v4();
  const int fd =
      ::socket(is_v6 ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0) return failed(at, "socket");
  stream_listener out(fd, at);
  set(fd, SOL_SOCKET, SO_REUSEADDR);
  if (is_v6) set(fd, IPPROTO_IPV6, IPV6_V6ONLY);
  sockaddr_storage name{};
  socklen_t length = to_socket_address(at, is_v6, name);
  if (::bind(fd, reinterpret_cast<const sockaddr*>(&name), length) != 0) return failed(at, "bind");
  if (::listen(fd, kBacklog) != 0) return failed(at, "listen");
  length = sizeof name;
  if (::getsockname(fd, reinterpret_cast<sockaddr*>(&name), &length) != 0) {
    return failed(at, "getsockname");
  }
  out.local_ = from_socket_address(name);
  return out;
}

stream_listener::stream_listener(stream_listener&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)), local_(other.local_) {}
stream_listener& stream_listener::operator=(stream_listener&& other) noexcept {
  std::swap(fd_, other.fd_);
  std::swap(local_, other.local_);
  return *this;
}
stream_listener::~stream_listener() {
  if (fd_ >= 0) ::close(fd_);
}

std::optional<stream_listener::accepted> stream_listener::accept() {
  sockaddr_storage name{};
  socklen_t length = sizeof name;
  const int fd =
      ::accept4(fd_, reinterpret_cast<sockaddr*>(&name), &length, SOCK_NONBLOCK | SOCK_CLOEXEC);
  if (fd < 0) return std::nullopt;
  return accepted{fd, from_socket_address(name)};
}

stream stream::take(int fd, std::unique_ptr<tls_session> tls) {
  stream out;
  out.fd_ = fd;
  out.tls_ = std::move(tls);
  // Output is gathered by the owner; what is written shall leave at once.
  set(fd, IPPROTO_TCP, TCP_NODELAY);
  if (out.tls_) out.tls_->attach(fd);
  return out;
}

std::expected<stream, std::string> stream::connect(const ip_endpoint& from, const ip_endpoint& to,
                                                   std::unique_ptr<tls_session> tls) {
  const bool is_v6 = !to.is_v4();
  const int fd =
      ::socket(is_v6 ? AF_INET6 : AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0) return failed(to, "socket");
  stream out = take(fd, std::move(tls));
  set(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT);
  ip_endpoint own = from;
  own.port = 0;
  sockaddr_storage name{};
  socklen_t length = to_socket_address(own, is_v6, name);
  if (::bind(fd, reinterpret_cast<const sockaddr*>(&name), length) != 0)
    return failed(from, "bind");
  length = to_socket_address(to, is_v6, name);
  if (::connect(fd, reinterpret_cast<const sockaddr*>(&name), length) != 0 &&
      errno != EINPROGRESS) {
    return failed(to, "connect");
  }
  return out;
}

stream::stream(stream&& other) noexcept
    : fd_(std::exchange(other.fd_, -1)), tls_(std::move(other.tls_)) {}
stream& stream::operator=(stream&& other) noexcept {
  std::swap(fd_, other.fd_);
  std::swap(tls_, other.tls_);
  return *this;
}
stream::~stream() {
  if (tls_) tls_->say_goodbye();
  tls_.reset();
  if (fd_ >= 0) ::close(fd_);
}

progress stream::connected() {
  int trouble = 0;
  socklen_t length = sizeof trouble;
  if (::getsockopt(fd_, SOL_SOCKET, SO_ERROR, &trouble, &length) != 0 || trouble != 0) {
    return progress::failed;
  }
  sockaddr_storage name{};
  length = sizeof name;
  if (::getpeername(fd_, reinterpret_cast<sockaddr*>(&name), &length) == 0) return progress::done;
  return errno == ENOTCONN ? progress::waits : progress::failed;
}

progress stream::shake_hands() {
  return tls_ ? tls_->shake_hands() : progress::done;
}

transfer stream::read(std::span<char> room) {
  if (tls_) return tls_->read(room);
  const ssize_t got = ::recv(fd_, room.data(), room.size(), MSG_DONTWAIT);
  if (got > 0) return {static_cast<std::size_t>(got), false};
  return {0, got == 0 || !would_wait()};
}

transfer stream::write(std::string_view bytes) {
  if (tls_) return tls_->write(bytes);
  const ssize_t sent = ::send(fd_, bytes.data(), bytes.size(), MSG_DONTWAIT | MSG_NOSIGNAL);
  if (sent >= 0) return {static_cast<std::size_t>(sent), false};
  return {0, !would_wait()};
}

}  // namespace qorgan::net
