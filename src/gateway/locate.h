#pragma once

#include <cstdint>
#include <expected>
#include <functional>
#include <string>
#include <vector>

#include "gateway/options.h"
#include "net/dns.h"

namespace qorgan::gateway {

/// One place a name leads to. Lower ranks first; among equals by weight (RFC 2782).
struct located {
  transport over = transport::udp;
  ip_endpoint at;
  std::uint32_t rank = 0;
  std::uint16_t weight = 0;

  bool operator==(const located&) const = default;
};

struct location {
  std::vector<located> places;  ///< by rank; at most kPlacesPerName
  std::uint32_t ttl_s = 0;      ///< of everything that led here
};

inline constexpr std::size_t kPlacesPerName = 8;

/// Which transports the centre can speak: a NAPTR or address of another is passed over.
using speaks = std::function<bool(transport, bool is_v4)>;

/// RFC 3263 §4: NAPTR, SRV and addresses of a next hop with a name. The error is in words, when a
/// question that matters was not answered or nothing was found.
std::expected<location, std::string> locate(const next_hop& hop, net::name_source& names,
                                            const speaks& can);

}  // namespace qorgan::gateway
