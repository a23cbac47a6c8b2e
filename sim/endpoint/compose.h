#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/ip_address.h"
#include "sim/endpoint/outbox.h"
#include "sim/equipment.h"
#include "sip/message.h"

namespace qorgan::sim {

/// What an INVITE of this equipment needs beyond its habits.
struct invite_parts {
  std::string caller;  ///< user part, as signalled
  std::string callee;
  ip_endpoint local;   ///< of the endpoint
  ip_endpoint centre;  ///< host of the request URI
  std::string call_id;
  std::string tag;
  std::string branch;  ///< without the magic cookie
  std::uint32_t cseq = 1;
  std::uint64_t media_seed = 1;  ///< SDP session id and media port
};
std::string compose_invite(const equipment& style, const invite_parts& parts);
std::string compose_sdp(const equipment& style, std::uint64_t media_seed);

/// State of a dialog at one end (RFC 3261 §12): enough for ACK to a 2xx, BYE and CANCEL.
struct dialog {
  std::string call_id;
  std::string local;                ///< From value of our requests, with tag
  std::string remote;               ///< To value of our requests, with tag once there is one
  std::string target;               ///< request URI: the peer's Contact
  std::vector<std::string> routes;  ///< Route values in order
  std::uint32_t cseq = 0;           ///< of our last request
  ip_endpoint own;
  std::string_view user_agent{};
};
/// A request inside the dialog; `cseq` is given because ACK repeats the INVITE's.
std::string compose_in_dialog(const dialog& d, std::string_view method, std::uint32_t cseq,
                              std::string_view branch);
/// Where such a request goes: the first route, else the target. Numeric hosts only.
ip_endpoint next_hop_of(const dialog& d, const ip_endpoint& otherwise);

/// CANCEL, or the ACK for a final refusal: same branch, request URI and route as the INVITE
/// (§9.1, §17.1.1.3). `to` is the To value to write.
std::string compose_of_invite(const sip::message& invite, std::string_view method,
                              std::string_view to);

struct response_parts {
  std::uint16_t status = 200;
  std::string_view phrase = "OK";
  std::string_view to_tag{};   ///< added when the request's To has none
  std::string_view contact{};  ///< "" for none
  std::string_view user_agent{};
  std::string_view body{};  ///< SDP
};
/// A response as a user agent server writes it (§8.2.6): Via, Record-Route, From, To, Call-ID and
/// CSeq copied.
std::string compose_response(const sip::message& request, const response_parts& parts);

/// All values of the Record-Route lines, in order.
std::vector<std::string> record_routes(const sip::message& message);
/// URI of the first Contact, "" when there is none.
std::string contact_uri(const sip::message& message);

}  // namespace qorgan::sim
