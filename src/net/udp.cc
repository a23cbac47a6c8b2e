#include "net/udp.h"

#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <netinet/udp.h>
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
#include "net/udp_control.h"
#include "net/udp_errors.h"
#include "net/udp_segments.h"

// Most of what a SIP answer costs is the way of its datagram through the kernel. Datagrams of equal
// length to one neighbour go that way once for all of them (UDP_SEGMENT), and what the kernel has
// joined on arrival is taken as one (UDP_GRO). Measured over loopback: 0.7 us instead of 2.9 us for
// a datagram in a group of eight; bench/NOTES.md.

namespace qorgan::net {
namespace {

constexpr std::size_t kBatch = limits::kUdpBatch;
constexpr std::size_t kDatagramBytes = 65'536;
// Receive buffers are not a power of two apart: at 64 KiB all of them would share the same few
// cache sets, and a full batch would push itself out of the cache.
constexpr std::size_t kReceiveStride = kDatagramBytes + 17 * 64;
constexpr std::size_t kSendBytes = 512 * 1024;
constexpr int kSendBufferBytes = 4 << 20;
/// Datagrams the kernel joins into one read at most (UDP_MAX_SEGMENTS).
constexpr std::size_t kJoined = 128;
/// The option is given up after so many messages that the kernel refused for it.
constexpr unsigned kRefusals = 8;

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
  std::array<control, kBatch> receive_controls{};
  std::unique_ptr<datagram[]> datagrams = std::make_unique<datagram[]>(kBatch * kJoined);
  std::int64_t waited_us = 0;
  bool emptied = true;

  std::unique_ptr<char[]> send_bytes = std::make_unique_for_overwrite<char[]>(kSendBytes);
  std::size_t send_used = 0;
  std::size_t send_count = 0;
  std::size_t reserved = 0;
  std::array<outgoing, kBatch> batch{};
  segment_plan plan;
  bool joins = true;
  bool retried = false;  // what the kernel said of an earlier datagram has been heard
  unsigned refusals = 0;
  std::array<sockaddr_storage, kBatch> send_names{};
  std::array<mmsghdr, kBatch> send_headers{};
  std::array<control, kBatch> send_controls{};

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
      in.msg_control = receive_controls[i].bytes;
      send_headers[i].msg_hdr.msg_name = &send_names[i];
    }
  }
  state(const state&) = delete;
  state& operator=(const state&) = delete;
  ~state() {
    if (fd >= 0) ::close(fd);
  }

  void address(const segment_plan::group& group, std::size_t index);
  std::size_t send_groups(std::size_t first);
  void send_one_by_one(const segment_plan::group& group);
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

std::span<char> udp_socket::reserve(std::size_t size) {
  state& s = *state_;
  QORGAN_ASSERT(size < kDatagramBytes);
  if (s.send_count == kBatch || kSendBytes - s.send_used < size) flush();
  s.reserved = size;
  return {s.send_bytes.get() + s.send_used, size};
}

void udp_socket::commit(std::size_t size, const ip_endpoint& to, std::uint64_t stream) {
  state& s = *state_;
  QORGAN_ASSERT(size <= s.reserved);
  s.batch[s.send_count++] = {{s.send_bytes.get() + s.send_used, size}, to, stream};
  s.send_used += size;
  s.reserved = 0;
}

void udp_socket::send(std::string_view bytes, const ip_endpoint& to, std::uint64_t stream) {
  if (bytes.size() >= kDatagramBytes) {
    ++state_->dropped;
    return;
  }
  const std::span<char> room = reserve(bytes.size());
  std::copy_n(bytes.data(), bytes.size(), room.data());
  commit(bytes.size(), to, stream);
}

/// Makes message `index` for the kernel out of a group.
void udp_socket::state::address(const segment_plan::group& group, std::size_t index) {
  msghdr& out = send_headers[index].msg_hdr;
  out.msg_namelen = to_socket_address(batch[group.leader].to, is_v6, send_names[index]);
  out.msg_iov = &plan.parts()[group.first];
  out.msg_iovlen = group.count;
  out.msg_control = nullptr;
  out.msg_controllen = 0;
  if (group.count == 1) return;
  out.msg_control = send_controls[index].bytes;
  out.msg_controllen = CMSG_SPACE(sizeof group.segment_bytes);
  cmsghdr* const c = CMSG_FIRSTHDR(&out);
  c->cmsg_level = IPPROTO_UDP;
  c->cmsg_type = UDP_SEGMENT;
  c->cmsg_len = CMSG_LEN(sizeof group.segment_bytes);
  std::memcpy(CMSG_DATA(c), &group.segment_bytes, sizeof group.segment_bytes);
}

/// Hands over groups from `first` on; how many the kernel has taken or are lost.
std::size_t udp_socket::state::send_groups(std::size_t first) {
  const auto groups = plan.groups();
  const int taken = ::sendmmsg(fd, &send_headers[first],
                               static_cast<unsigned>(groups.size() - first), MSG_DONTWAIT);
  if (taken > 0) {
    for (int i = 0; i < taken; ++i) sent += groups[first + static_cast<std::size_t>(i)].count;
    retried = false;
    return static_cast<std::size_t>(taken);
  }
  if (errno == EINTR) return 0;
  // Said of an earlier datagram (udp_errors.h), and said once: this one has not been tried yet.
  const bool of_earlier = errno == ECONNREFUSED || errno == EHOSTUNREACH || errno == ENETUNREACH;
  if (of_earlier && !retried) {
    retried = true;
    return 0;
  }
  retried = false;
  // A full buffer stays full for the rest of the batch; any other refusal (no route, too long for
  // the network) concerns the first message alone.
  if (errno == EAGAIN || errno == ENOBUFS) {
    for (const segment_plan::group& lost : groups.subspan(first)) dropped += lost.count;
    return groups.size() - first;
  }
  if (groups[first].count > 1) {
    joins = ++refusals < kRefusals;
    send_one_by_one(groups[first]);
  } else {
    ++dropped;
  }
  return 1;
}

/// For a link or a kernel that does not take them joined.
void udp_socket::state::send_one_by_one(const segment_plan::group& group) {
  sockaddr_storage name;
  const socklen_t length = to_socket_address(batch[group.leader].to, is_v6, name);
  for (const iovec& one : plan.parts().subspan(group.first, group.count)) {
    const ssize_t size = ::sendto(fd, one.iov_base, one.iov_len, MSG_DONTWAIT,
                                  reinterpret_cast<const sockaddr*>(&name), length);
    ++(size >= 0 ? sent : dropped);
  }
}

void udp_socket::flush() {
  state& s = *state_;
  if (s.send_count == 0) return;
  s.plan.make({s.batch.data(), s.send_count}, s.joins);
  const std::size_t groups = s.plan.groups().size();
  for (std::size_t i = 0; i < groups; ++i) s.address(s.plan.groups()[i], i);
  for (std::size_t done = 0; done < groups;) done += s.send_groups(done);
  s.send_count = s.send_used = 0;
}

}  // namespace qorgan::net
