#include "gateway/listeners.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>

namespace qorgan::gateway {
namespace {

bool is_unspecified(const ip_endpoint& at) {
  const auto first = at.address.begin() + (at.is_v4() ? 12 : 0);
  return std::all_of(first, at.address.end(), [](std::uint8_t byte) { return byte == 0; });
}

/// The kernel's choice of source address towards `to`; nothing is sent.
ip_endpoint source_towards(const ip_endpoint& to) {
  ip_endpoint out = from_v4(0x7f000001, 0);
  if (!to.is_v4()) return out;
  const int fd = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return out;
  sockaddr_in name{};
  name.sin_family = AF_INET;
  name.sin_port = htons(5060);
  std::memcpy(&name.sin_addr, to.address.data() + 12, 4);
  socklen_t length = sizeof name;
  if (::connect(fd, reinterpret_cast<const sockaddr*>(&name), length) == 0 &&
      ::getsockname(fd, reinterpret_cast<sockaddr*>(&name), &length) == 0) {
    out = from_v4(ntohl(name.sin_addr.s_addr), 0);
  }
  ::close(fd);
  return out;
}

}  // namespace

std::expected<listeners, std::string> listeners::open(const std::vector<listen_address>& addresses,
                                                      const ip_endpoint& neighbour) {
  listeners out;
  if (addresses.empty()) return std::unexpected(std::string("no address to listen on"));
  for (const listen_address& address : addresses) {
    if (address.over != transport::udp) {
      return std::unexpected(to_string(address.at) + ": only UDP is supported");
    }
    auto socket = net::udp_socket::open(address.at);
    if (!socket) return std::unexpected(socket.error());
    ip_endpoint name = socket->local();
    if (is_unspecified(name) && name.is_v4()) {
      const std::uint16_t port = name.port;
      name = source_towards(neighbour);
      name.port = port;
    }
    std::string host = name.is_v4() ? address_text(name) : "[" + address_text(name) + "]";
    std::string uri = "sip:" + host + ":" + std::to_string(name.port) + ";lr";
    out.all_.push_back({std::move(*socket), {std::move(host), name}, std::move(uri)});
  }
  return out;
}

std::uint16_t listeners::towards(const ip_endpoint& to) const {
  for (std::size_t i = 0; i < all_.size(); ++i) {
    if (all_[i].name.at.is_v4() == to.is_v4()) return static_cast<std::uint16_t>(i);
  }
  return 0;
}

}  // namespace qorgan::gateway
