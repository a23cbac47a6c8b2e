#pragma once

#include <cstdint>
#include <expected>
#include <span>
#include <string_view>

#include "base/inline_vector.h"
#include "base/limits.h"

namespace qorgan::sip {

enum class method : std::uint8_t {
  invite,
  ack,
  bye,
  cancel,
  options,
  register_,
  prack,
  update,
  info,
  refer,
  subscribe,
  notify,
  message,
  publish,
  other
};
std::string_view to_string(method value);  // "INVITE", …; "" for other

/// Header fields the centre looks at. Compact forms (RFC 3261 §7.3.3) are the same field.
enum class header_id : std::uint8_t {
  via,
  from,
  to,
  call_id,
  cseq,
  contact,
  route,
  record_route,
  max_forwards,
  content_length,
  content_type,
  require,
  proxy_require,
  supported,
  user_agent,
  server,
  p_asserted_identity,
  remote_party_id,
  privacy,
  identity,
  reason,
  retry_after,
  expires,
  session_expires,
  rack,
  rseq,
  allow,
  date,
  other
};

/// A header field as received: views into the datagram, value without surrounding white space.
/// Folded lines keep their CRLF inside `value`.
struct header {
  header_id id = header_id::other;
  std::string_view name;
  std::string_view value;
  std::uint32_t line_begin = 0;  ///< offset of the line in the message, for copying it whole
  std::uint32_t line_end = 0;    ///< behind its CRLF
};

struct cseq_value {
  std::uint32_t number = 0;
  method verb = method::other;
  std::string_view verb_text;
};

/// A SIP or SIPS URI (RFC 3261 §19.1) or the text of another scheme (tel, urn).
struct uri {
  std::string_view text;        ///< whole
  std::string_view scheme;      ///< lower or upper case as received
  std::string_view user;        ///< without password; for tel: the subscriber; for urn: the rest
  std::string_view host;        ///< IPv6 with brackets
  std::uint16_t port = 0;       ///< 0: none given
  std::string_view parameters;  ///< behind the first ';', without headers
  std::string_view headers;     ///< sip: behind the '?'
  bool is_sip = false;          ///< sip or sips
};

/// Topmost Via (RFC 3261 §20.42, RFC 3581).
struct via_value {
  std::string_view text;       ///< this one value, without the rest of the line
  std::string_view transport;  ///< "UDP"
  std::string_view host;
  std::uint16_t port = 0;   ///< 0: none given
  std::string_view branch;  ///< "" when missing
  std::string_view received;
  bool has_rport = false;
};

/// name-addr or addr-spec with parameters: From, To, Contact, Route, P-Asserted-Identity.
struct name_address {
  std::string_view display;  ///< quoted string keeps its quotes
  uri address;
  std::string_view tag;
  std::string_view parameters;  ///< header parameters behind the first ';'
};

/// A parsed message: nothing copied, everything points into `bytes`, which must outlive it. Reused
/// from message to message; large (about 6 KiB), so never on a queue.
struct message {
  std::string_view bytes;  ///< the datagram or frame
  bool is_request = false;
  method verb = method::other;  ///< of the request; for a response, of its CSeq
  std::string_view verb_text;
  std::string_view request_uri;  ///< requests
  std::uint16_t status = 0;      ///< responses
  std::string_view reason_phrase;
  std::string_view body;  ///< as long as Content-Length says

  via_value top_via;
  name_address from;
  name_address to;
  std::string_view call_id;
  cseq_value cseq;
  std::int32_t max_forwards = -1;  ///< -1: not given
  std::uint32_t via_count = 0;     ///< values, not lines
  std::uint32_t headers_end = 0;   ///< offset behind the empty line

  inline_vector<header, limits::kSipHeaders> headers;

  /// First field of this kind, or null.
  const header* find(header_id id) const;
};

/// Why a message was not understood; decides between an answer and silence (docs/sip-errors.md).
enum class parse_fault : std::uint8_t {
  empty,             ///< only CRLF: a keep-alive
  not_sip,           ///< no SIP start line
  version,           ///< not SIP/2.0: 505
  bad_request_uri,   ///< or a request line that is not "METHOD SP URI SP SIP/2.0"
  bad_header,        ///< a line without colon, an empty name, a control character; a bad Call-ID,
                     ///< Contact or Date
  missing_header,    ///< one of Via, From, To, Call-ID, CSeq (RFC 3261 §8.1.1)
  duplicate_header,  ///< a second From, To, Call-ID, CSeq, Max-Forwards or Content-Length
  bad_via,
  bad_from,
  bad_to,
  bad_cseq,
  cseq_mismatch,
  bad_max_forwards,
  bad_content_length,
  cut_short,         ///< Content-Length beyond the datagram, or the empty line is missing
  too_many_headers,  ///< beyond limits::kSipHeaders fields or limits::kSipHops Via or Route values
};
std::string_view to_string(parse_fault fault);

/// Parses one datagram. On failure `out` holds what was understood: the start line and, for a
/// request, every header line that could be read, also those behind the fault; values that did not
/// parse are left empty, but their lines are in `headers`. See `answerable`. The first fault is
/// returned. Time is linear in bytes; nothing outside `bytes` is read, nothing is allocated.
std::expected<void, parse_fault> parse(std::string_view bytes, message& out);

/// Whether a faulty message is a request other than ACK whose Via, From, To, Call-ID and CSeq lines
/// were found, so that a 4xx or 505 can be built by copying those lines.
bool answerable(const message& faulty);

/// Parses values found in headers, for the callers that need more than `message` holds. White space
/// around the value is skipped. Strict by RFC 3261 §25.1, save what characters.h documents.
std::expected<uri, parse_fault> parse_uri(std::string_view text);
std::expected<name_address, parse_fault> parse_name_address(std::string_view text);
std::expected<via_value, parse_fault> parse_via(std::string_view text);

/// Splits a header value at top-level commas (quotes and angle brackets respected): calls
/// `take(std::string_view)` for each, without white space; stops when it returns false. Empty
/// values are given too.
template <typename Take>
void for_each_value(std::string_view value, Take take);
/// Length of the first comma-separated value in `value`.
std::size_t first_value_length(std::string_view value);

/// Case-insensitive comparison as SIP tokens need it (ASCII).
bool equals_ignoring_case(std::string_view a, std::string_view b);

/// Value of `name` in ";a=1;b" parameters: nullopt-like empty `found=false` when absent.
struct parameter_value {
  bool found = false;
  std::string_view value;
};
parameter_value find_parameter(std::string_view parameters, std::string_view name);

/// Connection address and port of the first audio stream (RFC 8866 `c=`, `m=`), as text.
struct sdp_media {
  std::string_view address;
  std::uint16_t port = 0;
};
sdp_media first_media(std::string_view sdp);

// ---------------------------------------------------------------------------------------------

/// SP, HTAB, and the CR LF of a folded line.
constexpr bool is_white_space(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

template <typename Take>
void for_each_value(std::string_view value, Take take) {
  while (!value.empty()) {
    const std::size_t length = first_value_length(value);
    std::string_view one = value.substr(0, length);
    while (!one.empty() && is_white_space(one.front())) one.remove_prefix(1);
    while (!one.empty() && is_white_space(one.back())) one.remove_suffix(1);
    if (!take(one)) return;
    value.remove_prefix(length < value.size() ? length + 1 : value.size());
  }
}

}  // namespace qorgan::sip
