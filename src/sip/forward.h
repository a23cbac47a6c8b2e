#pragma once

#include <cstdint>
#include <string_view>

#include "sip/message.h"
#include "sip/name_list.h"
#include "sip/routing.h"
#include "sip/writer.h"

namespace qorgan::sip {

/// Values a message is given on its way through. Empty: as received.
struct header_changes {
  std::string_view from_value;  ///< of the whole From field
  std::string_view to_value;
  std::string_view display;     ///< display name of From and P-Asserted-Identity, unquoted
  std::string_view verstat;     ///< of each P-Asserted-Identity of a request (verstat.h)
  bool strip_identity = false;  ///< P-Asserted-Identity, Remote-Party-ID and Privacy are removed
  bool strip_privacy = false;   ///< Privacy alone is: another one stands in extra_lines
  const name_list* strip = nullptr;  ///< fields that do not cross
  std::string_view extra_lines;      ///< whole lines, CRLF included, added behind the others
};

/// A request on its way to the next element (RFC 3261 §16.6).
struct forward_options {
  route_plan route;
  std::string_view via_host;  ///< own name on the outgoing side, with brackets for IPv6
  std::uint16_t via_port = 0;
  std::string_view transport = "UDP";
  std::string_view branch;
  std::string_view received;      ///< source address of the request, for its top Via
  std::uint16_t rport = 0;        ///< its source port
  std::string_view record_route;  ///< own URI, without brackets; empty: none
  /// Own URI on the outgoing side, above the other, when the sides differ (RFC 5658 §3).
  std::string_view outer_record_route;
  header_changes changes;
};

/// Copies every line it does not have to change. `out.ok()` is false when it did not fit.
void write_forwarded(writer& out, const message& request, const forward_options& options);

/// The own Record-Route lines of a request that is forwarded.
void write_record_routes(writer& out, const forward_options& options);

/// A response on its way back (§16.7 step 3): the top Via value is taken off.
void write_returned(writer& out, const message& response, const header_changes& changes);

/// "Via: SIP/2.0/UDP host:port;branch=…".
void write_via(writer& out, std::string_view transport, std::string_view host, std::uint16_t port,
               std::string_view branch);

/// Bytes an outgoing copy may need beyond those of the message itself.
std::size_t room_for(const message& in, const header_changes& changes);

}  // namespace qorgan::sip
