#pragma once

#include <cstdint>
#include <string_view>

#include "sip/message.h"
#include "sip/writer.h"

namespace qorgan::sip {

// Messages that follow from a request the proxy has sent on, which it keeps as sent: its top Via is
// the proxy's own.

/// ACK for a non-2xx final response, this hop only (RFC 3261 §17.1.1.3).
void write_hop_ack(writer& out, const message& sent, std::string_view response_to);

/// CANCEL of a request that was sent (§9.1). `extra_lines` may carry a Reason (RFC 3326).
void write_cancel(writer& out, const message& sent, std::string_view extra_lines);

/// The same two for a branch that the kept request did not go over: an earlier next hop.
struct hop_request {
  std::string_view verb;  ///< "ACK", "CANCEL"
  std::string_view request_uri;
  std::string_view via_host;
  std::uint16_t via_port = 0;
  std::string_view transport = "UDP";
  std::string_view branch;
  std::string_view to;  ///< value of the To field
};
void write_hop_request(writer& out, const message& sent, const hop_request& request);

/// Response to the element the request came from: the proxy's own Via is left out. The caller adds
/// other fields and ends with `body`. `from_value` replaces From when not empty.
void begin_response_to_sent(writer& out, const message& sent, std::uint16_t status,
                            std::string_view to_tag, std::string_view from_value = {});

}  // namespace qorgan::sip
