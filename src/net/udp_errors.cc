// The kernel's error queue of a UDP socket (ip(7), IP_RECVERR). Only what says that nobody is there
// counts: a datagram that is too long for a link is no reason to give its neighbour up.
#include "net/udp_errors.h"

#include <linux/errqueue.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <cstring>

#include "net/socket_address.h"

namespace qorgan::net {
namespace {

bool says_nobody_is_there(const msghdr& in) {
  for (cmsghdr* c = CMSG_FIRSTHDR(&in); c != nullptr;
       c = CMSG_NXTHDR(const_cast<msghdr*>(&in), c)) {
    const bool v4 = c->cmsg_level == IPPROTO_IP && c->cmsg_type == IP_RECVERR;
    const bool v6 = c->cmsg_level == IPPROTO_IPV6 && c->cmsg_type == IPV6_RECVERR;
    if (!v4 && !v6) continue;
    sock_extended_err error{};
    std::memcpy(&error, CMSG_DATA(c), sizeof error);
    if (error.ee_origin != SO_EE_ORIGIN_ICMP && error.ee_origin != SO_EE_ORIGIN_ICMP6) return false;
    return error.ee_errno == ECONNREFUSED || error.ee_errno == EHOSTUNREACH ||
           error.ee_errno == ENETUNREACH || error.ee_errno == EHOSTDOWN;
  }
  return false;
}

}  // namespace

void keep_unreachable(int fd, bool is_v6) {
  const int on = 1;
  if (is_v6) {
    ::setsockopt(fd, IPPROTO_IPV6, IPV6_RECVERR, &on, sizeof on);
  } else {
    ::setsockopt(fd, IPPROTO_IP, IP_RECVERR, &on, sizeof on);
  }
}

std::optional<unreachable> next_unreachable(int fd, std::span<char> room) {
  for (;;) {
    sockaddr_storage name{};
    alignas(cmsghdr) std::array<char, 512> control;
    iovec part{room.data(), room.size()};
    msghdr in{};
    in.msg_name = &name;
    in.msg_namelen = sizeof name;
    in.msg_iov = &part;
    in.msg_iovlen = 1;
    in.msg_control = control.data();
    in.msg_controllen = control.size();
    const ssize_t size = ::recvmsg(fd, &in, MSG_ERRQUEUE | MSG_DONTWAIT);
    if (size < 0) {
      if (errno == EINTR) continue;
      return std::nullopt;
    }
    if (!says_nobody_is_there(in)) continue;
    return unreachable{from_socket_address(name), {room.data(), static_cast<std::size_t>(size)}};
  }
}

}  // namespace qorgan::net
