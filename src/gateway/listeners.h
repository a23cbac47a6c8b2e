#pragma once

#include <expected>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/ip_address.h"
#include "gateway/connection_table.h"
#include "gateway/options.h"
#include "gateway/peer.h"
#include "net/udp.h"
#include "sip/routing.h"

namespace qorgan::gateway {

/// The addresses the centre listens on, and what it is called there. Datagrams are sent and read
/// here; streams have their connections in `streams`.
class listeners {
 public:
  struct listener {
    transport over = transport::udp;
    std::optional<net::udp_socket> socket;  ///< of UDP; others: see `streams`
    sip::own_name name;                     ///< in Via: host and port
    std::string record_route;               ///< URI
    std::string secure_record_route;        ///< TLS: for calls to SIPS (RFC 3261 §16.6)
  };

  /// Binds all of them. An unspecified address (0.0.0.0, ::) is named after the address the kernel
  /// would send from towards the first of `neighbours` of its family.
  static std::expected<listeners, std::string> open(const std::vector<listen_address>& addresses,
                                                    const std::vector<ip_endpoint>& neighbours,
                                                    const stream_options& limits = {});

  std::size_t size() const { return all_.size(); }
  listener& at(std::size_t index) { return all_[index]; }
  const listener& at(std::size_t index) const { return all_[index]; }
  bool is_stream(const peer& at) const { return all_[at.listener].over != transport::udp; }
  std::string_view via_transport(const peer& at) const { return to_string(all_[at.listener].over); }

  /// First listener of this transport and the address's family.
  std::optional<std::uint16_t> find(transport over, const ip_endpoint& to) const;
  /// The same for UDP; else the first listener of the family, else the first of all.
  std::uint16_t towards(const ip_endpoint& to) const;
  /// Where a SIP URI with an IP address leads, by its port and transport (RFC 3263 §4.1, §4.2).
  /// nullopt: a host name, or a transport nothing here speaks.
  std::optional<peer> peer_of(std::string_view uri_text) const;

  /// What is sent from now on belongs to this call: datagrams of one call leave in order, those of
  /// different calls may overtake each other (net/udp.h).
  void about(std::uint64_t call) { stream_ = call; }
  /// The connection the bytes went to; 0 for datagrams, and when there was no room for one.
  std::uint32_t send(const peer& to, std::string_view bytes) {
    listener& on = all_[to.listener];
    if (!on.socket) return streams_->send(to, bytes);
    on.socket->send(bytes, to.at, stream_);
    return 0;
  }
  void flush() {
    for (listener& each : all_) {
      if (each.socket) each.socket->flush();
    }
    streams_->flush();
  }

  connection_table& streams() { return *streams_; }

 private:
  std::vector<listener> all_;
  std::unique_ptr<connection_table> streams_;
  std::uint64_t stream_ = 0;
};

}  // namespace qorgan::gateway
