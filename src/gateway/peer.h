#pragma once

#include <cstdint>

#include "base/ip_address.h"

namespace qorgan::gateway {

/// Where a message came from or goes to: the address, the listener on this side of it and, on
/// streams, the connection. A connection that is gone is no trouble: what is sent then goes over
/// another one to the same address (RFC 3261 §18.2.2), which is opened if need be.
struct peer {
  ip_endpoint at;
  std::uint16_t listener = 0;
  std::uint16_t name = 0;  ///< TLS: whom the certificate has to name, by connection_table::name_of
  std::uint32_t connection = 0;  ///< 0: any to this address; always 0 for datagrams

  bool is_same_place(const peer& other) const {
    return at == other.at && listener == other.listener && name == other.name;
  }
};

/// What a sender's address, or the certificate it showed, says about it.
struct origin {
  std::uint16_t trunk = 0;
  bool known = false;
  bool next_hop_only = false;  ///< a next hop that is no trunk's source: in-dialog requests only
};

}  // namespace qorgan::gateway
