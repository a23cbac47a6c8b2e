#include "net/udp.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <memory>
#include <system_error>
#include <utility>

#include "base/assert.h"
#include "base/limits.h"
#include "net/socket_address.h"

namespace qorgan::net {
namespace {

constexpr std::size_t kBatch = limits::kUdpBatch;
constexpr std::size_t kDatagramBytes = 65'536;
// Receive buffers are not a power of two apart: at 64 KiB all of them would share the same few
// cache sets, and a full batch would push itself out of the cache.
constexpr std::size_t kReceiveStride = kDatagramBytes + 17 * 64;
constexpr std::size_t kSendBytes = 512 * 1024;
constexpr int kSendBufferBytes = 4 << 20;

}  // namespace

struct udp_socket::state {
  int fd = -1;
  bool is_v6 = false;
  ip_endpoint local;

  std::unique_ptr<char[]> receive_bytes =
      std::make_unique_for_overwrite<char[]>(kBatch * kReceiveStride);
  std::array<sockaddr_storage, kBatch> receive_names{};
  std::array<iovec, kBatch> receive_parts{};
  std::array<mmsghdr, kBatch> receive_headers{};
  std::array<datagram, kBatch> datagrams{};

  std::unique_ptr<char[]> send_bytes = std::make_unique_for_overwrite<char[]>(kSendBytes);
  std::size_t send_used = 0;
  std::size_t send_count = 0;
  std::size_t reserved = 0;
  std::array<sockaddr_storage, kBatch> send_names{};
  std::array<iovec, kBatch> send_parts{};
  std::array<mmsghdr, kBatch> send_headers{};

  std::uint64_t received = 0;
  std::uint64_t sent = 0;
  std::uint64_t dropped = 0;

  state() {
    for (std::size_t i = 0; i < kBatch; ++i) {
      receive_parts[i] = {receive_bytes.get() + i * kReceiveStride, kDatagramBytes};
      msghdr& in = receive_headers[i].msg_hdr;
      in.msg_name = &receive_names[i];
      in.msg_iov = &receive_parts[i];
      in.msg_iovlen = 1;
      msghdr& out = send_headers[i].msg_hdr;
      out.msg_name = &send_names[i];
      out.msg_iov = &send_parts[i];
      out.msg_iovlen = 1;
    }
  }
  state(const state&) = delete;
  state& operator=(const state&) = delete;
  ~state() {
    if (fd >= 0) ::close(fd);
  }
};

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

std::span<const datagram> udp_socket::receive() {
  state& s = *state_;
  for (mmsghdr& header : s.receive_headers) {
    header.msg_hdr.msg_namelen = sizeof(sockaddr_storage);
  }
  int count;
  do {
    count = ::recvmmsg(s.fd, s.receive_headers.data(), kBatch, MSG_DONTWAIT, nullptr);
  } while (count < 0 && errno == EINTR);
  std::size_t kept = 0;
  for (int i = 0; i < count; ++i) {
    const auto index = static_cast<std::size_t>(i);
    const mmsghdr& header = s.receive_headers[index];
    if ((header.msg_hdr.msg_flags & MSG_TRUNC) != 0) {
      ++s.dropped;
      continue;
    }
    s.datagrams[kept++] = {{s.receive_bytes.get() + index * kReceiveStride, header.msg_len},
                           from_socket_address(s.receive_names[index])};
  }
  s.received += kept;
  return {s.datagrams.data(), kept};
}

std::span<char> udp_socket::reserve(std::size_t size) {
  state& s = *state_;
  QORGAN_ASSERT(size < kDatagramBytes);
  if (s.send_count == kBatch || kSendBytes - s.send_used < size) flush();
  s.reserved = size;
  return {s.send_bytes.get() + s.send_used, size};
}

void udp_socket::commit(std::size_t size, const ip_endpoint& to) {
  state& s = *state_;
  QORGAN_ASSERT(size <= s.reserved);
  const std::size_t i = s.send_count++;
  s.send_parts[i] = {s.send_bytes.get() + s.send_used, size};
  s.send_headers[i].msg_hdr.msg_namelen = to_socket_address(to, s.is_v6, s.send_names[i]);
  s.send_used += size;
  s.reserved = 0;
}

void udp_socket::send(std::string_view bytes, const ip_endpoint& to) {
  if (bytes.size() >= kDatagramBytes) {
    ++state_->dropped;
    return;
  }
  const std::span<char> room = reserve(bytes.size());
  std::copy_n(bytes.data(), bytes.size(), room.data());
  commit(bytes.size(), to);
}

void udp_socket::flush() {
  state& s = *state_;
  std::size_t done = 0;
  while (done < s.send_count) {
    const int count = ::sendmmsg(s.fd, &s.send_headers[done],
                                 static_cast<unsigned>(s.send_count - done), MSG_DONTWAIT);
    if (count > 0) {
      done += static_cast<std::size_t>(count);
      s.sent += static_cast<std::size_t>(count);
      continue;
    }
    if (errno == EINTR) continue;
    // A full buffer stays full for the rest of the batch; any other refusal (no route, too long for
    // the network) concerns the first datagram alone.
    const bool full = errno == EAGAIN || errno == ENOBUFS;
    const std::size_t lost = full ? s.send_count - done : 1;
    s.dropped += lost;
    done += lost;
  }
  s.send_count = s.send_used = 0;
}

}  // namespace qorgan::net
