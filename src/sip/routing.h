#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/ip_address.h"
#include "sip/message.h"

namespace qorgan::sip {

/// One address the centre is known by to its neighbours.
struct own_name {
  std::string host;  ///< as written in Via and Record-Route, IPv6 with brackets
  ip_endpoint at;
};

/// The addresses of this element: what tells its own Route, Request-URI and Via from others'.
class own_names {
 public:
  void add(own_name name) { names_.push_back(std::move(name)); }
  bool are(const uri& address) const;  ///< without a port: 5061 for sips and transport=tls
  bool are(std::string_view host, std::uint16_t port) const;  ///< port 0: 5060
  const std::vector<own_name>& all() const { return names_; }

 private:
  std::vector<own_name> names_;
};

/// Where a request goes by its own headers, after RFC 3261 §16.4 and §16.6 steps 4 to 7. Route
/// values are counted over all Route lines.
struct route_plan {
  std::string_view request_uri;   ///< to send with
  std::string_view next;          ///< URI of the next element
  std::uint32_t first_route = 0;  ///< Route values before this one are left out
  std::uint32_t last_route = 0;   ///< and from this one on
  std::string_view append_route;  ///< behind the others: the target, for a strict router
  bool was_routed_here = false;   ///< a Route named this element
};
/// nullopt: a Route is malformed (400).
std::optional<route_plan> plan_route(const message& request, const own_names& own);

/// Address and port of a URI whose host is an IP address: 5060 when it has no port. nullopt for a
/// host name.
std::optional<ip_endpoint> numeric_target(std::string_view uri_text);
std::optional<ip_endpoint> numeric_host(std::string_view host, std::uint16_t port);

/// Whether this request passed here before with all that decides its route unchanged (§16.3 step
/// 4): `loop` is its loop_hash.
bool is_loop(const message& request, const own_names& own, std::uint64_t loop);

}  // namespace qorgan::sip
