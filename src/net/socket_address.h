#pragma once

#include <netinet/in.h>
#include <sys/socket.h>

#include <cstring>

#include "base/ip_address.h"

namespace qorgan::net {

/// Fills `out` in the family of the socket and returns its length. An IPv6 address on an IPv4
/// socket becomes 255.255.255.255 without permission to broadcast: the kernel refuses it.
inline socklen_t to_socket_address(const ip_endpoint& from, bool is_v6, sockaddr_storage& out) {
  if (is_v6) {
    sockaddr_in6 v6{};
    v6.sin6_family = AF_INET6;
    v6.sin6_port = htons(from.port);
    std::memcpy(&v6.sin6_addr, from.address.data(), 16);
    std::memcpy(&out, &v6, sizeof v6);
    return sizeof v6;
  }
  sockaddr_in v4{};
  v4.sin_family = AF_INET;
  v4.sin_port = htons(from.port);
  if (from.is_v4()) {
    std::memcpy(&v4.sin_addr, from.address.data() + 12, 4);
  } else {
    v4.sin_addr.s_addr = INADDR_BROADCAST;
  }
  std::memcpy(&out, &v4, sizeof v4);
  return sizeof v4;
}

inline ip_endpoint from_socket_address(const sockaddr_storage& from) {
  if (from.ss_family == AF_INET) {
    sockaddr_in v4;
    std::memcpy(&v4, &from, sizeof v4);
    return from_v4(ntohl(v4.sin_addr.s_addr), ntohs(v4.sin_port));
  }
  sockaddr_in6 v6;
  std::memcpy(&v6, &from, sizeof v6);
  ip_endpoint out;
  std::memcpy(out.address.data(), &v6.sin6_addr, 16);
  out.port = ntohs(v6.sin6_port);
  return out;
}

}  // namespace qorgan::net
