#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "base/ip_address.h"
#include "gateway/options.h"
#include "net/udp.h"
#include "sip/routing.h"

namespace qorgan::gateway {

/// Where a message came from or goes to. The seam for connected transports: `connection` names the
/// connection of a listener, 0 for datagrams.
struct peer {
  ip_endpoint at;
  std::uint16_t listener = 0;
  std::uint32_t connection = 0;
};

/// The addresses the centre listens on, and what it is called there.
class listeners {
 public:
  struct listener {
    net::udp_socket socket;
    sip::own_name name;        ///< in Via: host and port
    std::string record_route;  ///< URI
  };

  /// Binds all of them. An unspecified address (0.0.0.0) is named after the address the kernel
  /// would send from towards `neighbour`.
  static std::expected<listeners, std::string> open(const std::vector<listen_address>& addresses,
                                                    const ip_endpoint& neighbour);

  std::size_t size() const { return all_.size(); }
  listener& at(std::size_t index) { return all_[index]; }
  const listener& at(std::size_t index) const { return all_[index]; }

  /// First listener of the address's family; the first of all when there is none.
  std::uint16_t towards(const ip_endpoint& to) const;

  void send(const peer& to, std::string_view bytes) { all_[to.listener].socket.send(bytes, to.at); }
  void flush() {
    for (listener& each : all_) each.socket.flush();
  }

 private:
  std::vector<listener> all_;
};

}  // namespace qorgan::gateway
