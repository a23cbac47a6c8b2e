#include "net/udp.h"

#include <linux/sock_diag.h>
#include <netinet/udp.h>

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <utility>

#include "net/socket_address.h"
#include "net/udp_errors.h"
#include "net/udp_state.h"

namespace qorgan::net {
namespace {

/// Why an address cannot be listened on, in the words of whoever has to mend it.
std::string bind_trouble(int error) {
  switch (error) {
    case EADDRINUSE: return " is in use by another process";
    case EADDRNOTAVAIL: return " is no address of this machine";
    case EACCES: return ": ports below 1024 need root or CAP_NET_BIND_SERVICE";
    default: return ": " + std::generic_category().message(error);
  }
}

}  // namespace

udp_socket::udp_socket(std::unique_ptr<state> s) : state_(std::move(s)) {}
udp_socket::udp_socket(udp_socket&&) noexcept = default;
udp_socket& udp_socket::operator=(udp_socket&&) noexcept = default;
udp_socket::~udp_socket() = default;

std::expected<udp_socket, std::string> udp_socket::open(const ip_endpoint& at,
                                                        int receive_buffer_bytes) {
  auto s = std::make_unique<state>();
  const auto failed = [&at](const char* what) {
    return std::unexpected("udp " + to_string(at) + ": " + what + ": " +
                           std::generic_category().message(errno));
  };
  s->is_v6 = !at.is_v4();
  s->fd = ::socket(s->is_v6 ? AF_INET6 : AF_INET, SOCK_DGRAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (s->fd < 0) return failed("socket");
  const int on = 1;
  // IPv4 has a socket of its own, so that 0.0.0.0 and [::] can be listened on side by side.
  if (s->is_v6) ::setsockopt(s->fd, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
  // FORCE needs CAP_NET_ADMIN; without it the kernel's net.core.rmem_max is the ceiling.
  if (::setsockopt(s->fd, SOL_SOCKET, SO_RCVBUFFORCE, &receive_buffer_bytes, sizeof(int)) != 0) {
    ::setsockopt(s->fd, SOL_SOCKET, SO_RCVBUF, &receive_buffer_bytes, sizeof(int));
  }
  ::setsockopt(s->fd, SOL_SOCKET, SO_SNDBUF, &kSendBufferBytes, sizeof(int));
  // A kernel without it (before 5.0) brings datagrams one by one, as ever.
  ::setsockopt(s->fd, IPPROTO_UDP, UDP_GRO, &on, sizeof on);
  ::setsockopt(s->fd, SOL_SOCKET, SO_TIMESTAMPNS, &on, sizeof on);

  keep_unreachable(s->fd, s->is_v6);

  sockaddr_storage name{};
  socklen_t length = to_socket_address(at, s->is_v6, name);
  if (::bind(s->fd, reinterpret_cast<const sockaddr*>(&name), length) != 0) {
    return std::unexpected("udp " + to_string(at) + bind_trouble(errno));
  }
  length = sizeof name;
  if (::getsockname(s->fd, reinterpret_cast<sockaddr*>(&name), &length) != 0) {
    return failed("getsockname");
  }
  s->local = from_socket_address(name);
  return udp_socket(std::move(s));
}

int udp_socket::fd() const {
  return state_->fd;
}
ip_endpoint udp_socket::local() const {
  return state_->local;
}
std::uint64_t udp_socket::received() const {
  return state_->received;
}
std::uint64_t udp_socket::sent() const {
  return state_->sent;
}
std::uint64_t udp_socket::dropped() const {
  return state_->dropped;
}

std::int64_t udp_socket::waited_us() const {
  return state_->waited_us;
}
bool udp_socket::emptied() const {
  return state_->emptied;
}

udp_socket::receive_queue udp_socket::queue() const {
  std::array<std::uint32_t, SK_MEMINFO_VARS> memory{};
  socklen_t length = sizeof memory;
  if (::getsockopt(state_->fd, SOL_SOCKET, SO_MEMINFO, memory.data(), &length) != 0) return {};
  return {memory[SK_MEMINFO_RMEM_ALLOC], memory[SK_MEMINFO_RCVBUF], memory[SK_MEMINFO_DROPS]};
}

std::span<const datagram> udp_socket::receive() {
  state& s = *state_;
  for (mmsghdr& header : s.receive_headers) {
    header.msg_hdr.msg_namelen = sizeof(sockaddr_storage);
    header.msg_hdr.msg_controllen = sizeof(control);
  }
  int count;
  do {
    count = ::recvmmsg(s.fd, s.receive_headers.data(), kBatch, MSG_DONTWAIT, nullptr);
  } while (count < 0 && errno == EINTR);
  s.waited_us = count > 0 ? waited_us_of(s.receive_headers[0].msg_hdr) : 0;
  s.emptied = count < static_cast<int>(kBatch);
  std::size_t kept = 0;
  for (int i = 0; i < count; ++i) {
    const auto index = static_cast<std::size_t>(i);
    mmsghdr& header = s.receive_headers[index];
    if ((header.msg_hdr.msg_flags & MSG_TRUNC) != 0) {
      ++s.dropped;
      continue;
    }
    std::string_view bytes{s.receive_bytes.get() + index * kReceiveStride, header.msg_len};
    const ip_endpoint from = from_socket_address(s.receive_names[index]);
    std::size_t length = joined_length(header.msg_hdr);
    if (length == 0) length = bytes.size();
    do {
      s.datagrams[kept++] = {bytes.substr(0, length), from};
      bytes.remove_prefix(std::min(length, bytes.size()));
    } while (!bytes.empty() && kept < kBatch * kJoined);
  }
  s.received += kept;
  return {s.datagrams.get(), kept};
}

}  // namespace qorgan::net
