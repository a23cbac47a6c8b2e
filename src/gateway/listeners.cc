#include "gateway/listeners.h"

#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>

#include "net/socket_address.h"

namespace qorgan::gateway {
namespace {

constexpr std::uint16_t kTlsPort = 5061;

bool is_unspecified(const ip_endpoint& at) {
  const auto first = at.address.begin() + (at.is_v4() ? 12 : 0);
  return std::all_of(first, at.address.end(), [](std::uint8_t byte) { return byte == 0; });
}

ip_endpoint loopback(bool is_v4) {
  ip_endpoint out = from_v4(0x7f000001, 0);
  if (is_v4) return out;
  out = {};
  out.address[15] = 1;
  return out;
}

/// The kernel's choice of source address towards `to`; nothing is sent.
ip_endpoint source_towards(ip_endpoint to) {
  ip_endpoint out = loopback(to.is_v4());
  const int fd = ::socket(to.is_v4() ? AF_INET : AF_INET6, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return out;
  to.port = 5060;
  sockaddr_storage name{};
  socklen_t length = net::to_socket_address(to, !to.is_v4(), name);
  if (::connect(fd, reinterpret_cast<const sockaddr*>(&name), length) == 0) {
    length = sizeof name;
    if (::getsockname(fd, reinterpret_cast<sockaddr*>(&name), &length) == 0) {
      out = net::from_socket_address(name);
    }
  }
  ::close(fd);
  return out;
}

/// What neighbours call the listener bound to `bound`.
sip::own_name name_of(const ip_endpoint& bound, const std::vector<ip_endpoint>& neighbours) {
  ip_endpoint at = bound;
  if (is_unspecified(at)) {
    const auto of_family = [&at](const ip_endpoint& one) { return one.is_v4() == at.is_v4(); };
    const auto neighbour = std::ranges::find_if(neighbours, of_family);
    at = source_towards(neighbour == neighbours.end() ? loopback(at.is_v4()) : *neighbour);
    at.port = bound.port;
  }
  return {at.is_v4() ? address_text(at) : "[" + address_text(at) + "]", at};
}

std::string_view uri_transport(transport over) {
  switch (over) {
    case transport::udp: return "";
    case transport::tcp: return ";transport=tcp";
    case transport::tls: return ";transport=tls";
  }
  return "";
}

std::optional<transport> transport_of(const sip::uri& address) {
  if (sip::equals_ignoring_case(address.scheme, "sips")) return transport::tls;
  const auto named = sip::find_parameter(address.parameters, "transport");
  if (!named.found || sip::equals_ignoring_case(named.value, "udp")) return transport::udp;
  if (sip::equals_ignoring_case(named.value, "tcp")) return transport::tcp;
  if (sip::equals_ignoring_case(named.value, "tls")) return transport::tls;
  return std::nullopt;
}

}  // namespace

std::string_view to_string(transport over) {
  switch (over) {
    case transport::udp: return "UDP";
    case transport::tcp: return "TCP";
    case transport::tls: return "TLS";
  }
  return "";
}

std::expected<listeners, std::string> listeners::open(const std::vector<listen_address>& addresses,
                                                      const std::vector<ip_endpoint>& neighbours,
                                                      const stream_options& limits) {
  listeners out;
  if (addresses.empty()) return std::unexpected(std::string("no address to listen on"));
  auto streams = connection_table::open(limits);
  if (!streams) return std::unexpected(streams.error());
  out.streams_ = std::move(*streams);
  for (const listen_address& address : addresses) {
    listener made;
    made.over = address.over;
    ip_endpoint bound;
    if (address.over == transport::udp) {
      auto socket = net::udp_socket::open(address.at);
      if (!socket) return std::unexpected(socket.error());
      bound = socket->local();
      made.socket.emplace(std::move(*socket));
    } else {
      auto socket = net::stream_listener::open(address.at);
      if (!socket) return std::unexpected(socket.error());
      bound = socket->local();
      const auto index = static_cast<std::uint16_t>(out.all_.size());
      auto listens = out.streams_->listen(index, address.over, std::move(*socket));
      if (!listens) return std::unexpected(listens.error());
    }
    made.name = name_of(bound, neighbours);
    const std::string place = made.name.host + ":" + std::to_string(made.name.at.port);
    made.record_route = "sip:" + place + std::string(uri_transport(address.over)) + ";lr";
    const bool tls = address.over == transport::tls;
    made.secure_record_route = tls ? "sips:" + place + ";lr" : made.record_route;
    out.all_.push_back(std::move(made));
  }
  return out;
}

std::optional<std::uint16_t> listeners::find(transport over, const ip_endpoint& to) const {
  for (std::size_t i = 0; i < all_.size(); ++i) {
    if (all_[i].over == over && all_[i].name.at.is_v4() == to.is_v4()) {
      return static_cast<std::uint16_t>(i);
    }
  }
  return std::nullopt;
}

std::uint16_t listeners::towards(const ip_endpoint& to) const {
  for (const transport over : {transport::udp, transport::tcp, transport::tls}) {
    if (const auto found = find(over, to)) return *found;
  }
  return 0;
}

std::optional<peer> listeners::peer_of(std::string_view uri_text) const {
  const auto target = sip::parse_uri(uri_text);
  if (!target || !target->is_sip) return std::nullopt;
  const auto over = transport_of(*target);
  if (!over) return std::nullopt;
  const bool tls_default = *over == transport::tls && target->port == 0;
  const auto at = sip::numeric_host(target->host, tls_default ? kTlsPort : target->port);
  if (!at) return std::nullopt;
  const auto listener = find(*over, *at);
  if (!listener) return std::nullopt;
  return peer{*at, *listener, 0, 0};
}

}  // namespace qorgan::gateway
