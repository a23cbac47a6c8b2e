#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "domain/record.h"
#include "sip/message.h"
#include "sip/routing.h"
#include "sip/writer.h"

namespace qorgan::sip {

/// What it takes to speak inside a call as one of its ends (RFC 3261 §12), for ending it. The
/// centre is no end of the call: towards each side it speaks as the other one.
struct dialog_parts {
  std::string_view call_id;
  std::string_view caller;         ///< From value of the INVITE, tag included
  std::string_view callee;         ///< To value of the 2xx, tag included
  std::string_view caller_target;  ///< Contact URI of each end
  std::string_view callee_target;
  std::string_view caller_routes;  ///< Route values from here towards each end, in order
  std::string_view callee_routes;
};

/// Packs the parts into one block, lengths first; 0 when they do not fit or one is too long.
std::size_t pack(const dialog_parts& parts, std::span<char> room);
std::size_t packed_size(const dialog_parts& parts);
dialog_parts unpack(std::span<const char> block);

/// URI of the first Contact; empty when there is none.
std::string_view contact_uri(const message& in);

/// Route sets of both ends out of a 2xx to an INVITE (§12.1): `own` entries part the callee's side
/// from the caller's. Written into `room`; views into it.
struct route_sets {
  std::string_view caller_routes;
  std::string_view callee_routes;
};
route_sets route_sets_of(const message& response, const own_names& own, std::span<char> room);

/// A request of the centre inside the call.
struct in_dialog_options {
  leg towards = leg::callee;
  std::string_view verb;  ///< "BYE", "ACK"
  std::uint32_t cseq = 0;
  std::string_view via_host;
  std::uint16_t via_port = 0;
  std::string_view transport = "UDP";
  std::string_view branch;
  std::string_view extra_lines;
};
void write_in_dialog(writer& out, const dialog_parts& dialog, const in_dialog_options& options);

/// URI the request above is sent to: the first route or the target.
std::string_view next_element(const dialog_parts& dialog, leg towards);

}  // namespace qorgan::sip
