#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/ip_address.h"
#include "base/limits.h"
#include "domain/call.h"
#include "domain/ids.h"
#include "domain/number_plan.h"

namespace qorgan::gateway {

enum class transport : std::uint8_t { udp, tcp, tls };

struct listen_address {
  transport over = transport::udp;
  ip_endpoint at;

  bool operator==(const listen_address&) const = default;
};

/// "UDP", "TCP", "TLS": as Via has it.
std::string_view to_string(transport over);

struct next_hop {
  transport over = transport::udp;
  ip_endpoint at;
  /// Whom the certificate of a TLS next hop has to name (RFC 5922), in lower case; empty: its
  /// address.
  std::string tls_name{};
  /// A name to be looked up (RFC 3263), in lower case; empty: `at` is all. Port 0 of `at`: the
  /// name's SRV records say.
  std::string host{};
  bool any_transport = false;  ///< "sip:domain": the domain's NAPTR and SRV records say

  bool operator==(const next_hop&) const = default;
};

/// TCP and TLS: every limit, with what happens there.
struct stream_options {
  std::uint32_t max_connections = 4'096;          ///< in all; beyond it closed at accept
  std::uint32_t max_connections_per_source = 64;  ///< beyond it closed at accept
  std::uint32_t message_timeout_ms = 10'000;      ///< an incomplete message: closed
  std::uint32_t connect_timeout_ms = 4'000;       ///< the connection counts as refused
  std::uint32_t handshake_timeout_ms = 5'000;     ///< closed
  std::uint32_t idle_timeout_ms = 900'000;        ///< nothing heard, not even a keep-alive: closed
  std::uint32_t keep_alive_ms = 100'000;    ///< CRLF CRLF on a quiet connection of ours; 0: never
  std::uint32_t stuck_timeout_ms = 10'000;  ///< the other end takes nothing: closed
  std::size_t output_bytes = std::size_t{4} << 20;  ///< waiting to be taken: closed
  std::uint32_t max_handshakes = 64;  ///< in progress; beyond it connections wait in the kernel
  std::uint32_t handshakes_per_second = 100;  ///< likewise

  bool operator==(const stream_options&) const = default;
};

/// How the names of next hops are looked up.
struct resolver_options {
  std::optional<ip_endpoint> server;  ///< IPv4; none: those of /etc/resolv.conf
  std::uint32_t patience_ms = 2'000;

  bool operator==(const resolver_options&) const = default;
};

/// Files of TLS, in PEM.
struct tls_files {
  std::string certificate;
  std::string key;
  std::string authorities;

  bool operator==(const tls_files&) const = default;
};

/// Header the trunk's caller identity is taken from.
enum class identity_header : std::uint8_t { p_asserted_identity, remote_party_id, from };

enum class trunk_mode : std::uint8_t {
  proxy,     ///< in the path
  redirect,  ///< asked before each call
  screen,    ///< no SIP: its switch asks over HTTP, as it may about trunks of the other modes
  watch,     ///< only seen in a mirror of the signalling; SIP from it is answered 403
};

/// SIP status answered per outcome. In redirect mode all of them count; in proxy mode `block` only.
struct answer_codes {
  std::uint16_t pass = 404;
  std::uint16_t alert = 404;
  std::uint16_t label = 302;
  std::uint16_t withhold = 302;
  std::uint16_t divert = 302;
  std::uint16_t block = 603;
};

/// How the verdict *withhold* hides the caller.
enum class withholding : std::uint8_t {
  strip,    ///< no trace of the number leaves (RFC 3323)
  privacy,  ///< the asserted identity stays for the trusted switch, marked Privacy: id (RFC 3325)
};

/// What of a message's header crosses a trunk (header_rules.h).
struct header_options {
  bool trusted = true;  ///< RFC 3325: false: no asserted identity is taken from or shown to it
  std::vector<std::string> strip;             ///< names left out of what the carrier sends
  std::vector<std::string> strip_to_carrier;  ///< names left out of what goes to the carrier
  std::vector<std::string> add;               ///< "Name: value" for INVITEs to the next hop
  std::string label_text = "Suspected scam";
  std::string label_line = "X-Qorgan-Label: suspected-scam";
  bool label_by_display = true;
  bool label_by_header = true;
  withholding withhold = withholding::strip;
};

/// What a trunk does about the PASSporTs of its calls (docs/stir.md).
struct identity_options {
  bool verify = false;
  bool verstat = false;  ///< tell the result to the next hop (3GPP TS 24.229 §7.2A.20)
};
/// Next hops of one trunk; more is a configuration error.
inline constexpr std::size_t kMostNextHops = 32;

struct trunk_options {
  std::string name;
  trunk_id id;
  std::string carrier;
  country where;
  trunk_kind kind = trunk_kind::international;
  std::vector<ip_block> sources;
  /// Names in the certificate of a neighbour that comes over TLS (RFC 5922), in lower case.
  std::vector<std::string> tls_identities;
  trunk_mode mode = trunk_mode::proxy;
  enforcement enforced = enforcement::shadow;
  std::vector<identity_header> identity{identity_header::p_asserted_identity,
                                        identity_header::remote_party_id, identity_header::from};
  dial_plan numbers;
  std::vector<next_hop> next_hops;
  bool large_over_tcp = true;  ///< requests too large for UDP, when the centre listens on TCP
  answer_codes answers;
  header_options headers;
  identity_options passports;
  std::uint32_t max_calls_per_second = 0;  ///< 0: no ceiling; beyond it 503
  std::uint32_t max_live_calls = 0;        ///< 0: no ceiling; beyond it 503
};

/// Copies of signalling that others capture (HEP version 3).
struct watch_options {
  std::vector<listen_address> listen;  ///< UDP and TCP; empty: nothing is watched
  std::vector<ip_block> sources;       ///< capture agents; others are dropped and counted
  std::string auth_key;                ///< empty: none is asked for
  std::size_t max_calls = 100'000;     ///< full: the oldest is forgotten
  std::uint32_t reorder_ms = 100;      ///< a message waits so long for earlier ones

  bool operator==(const watch_options&) const = default;
};

/// Calls that switches ask about over HTTP (domain/enquiry.h).
struct enquiry_options {
  bool enabled = false;
  std::size_t max_calls = 200'000;         ///< beyond it calls are decided but not followed
  std::uint32_t unheard_ms = 180'000;      ///< no answer or end was told by then: taken as ended
  std::uint32_t retry_window_ms = 60'000;  ///< asking again gets the same answer for so long
};

struct gateway_options {
  std::vector<listen_address> listen;
  std::vector<trunk_options> trunks;
  stream_options streams;
  tls_files tls;  ///< empty: no TLS
  resolver_options resolver;
  watch_options watch;
  enquiry_options enquiries;
  std::string refusal_url;                  ///< url= of the 603+ Reason and Call-Info of 608
  std::uint32_t ring_timeout_ms = 180'000;  ///< Timer C
  std::uint32_t commit_patience_ms = 500;   ///< a refusal not durable by then becomes a pass
  std::uint32_t teardown_timeout_ms = 5'000;
  std::uint32_t next_hop_ping_ms = 10'000;  ///< OPTIONS to a next hop silent for so long; 0: never
  std::uint32_t overload_wait_ms = 10;      ///< datagrams stand in the queue for so long: overload
  bool drain_refuses_calls = false;         ///< draining: new calls get 503 (not emergencies)
  std::int64_t max_call_duration_ms = 12 * 3'600'000;  ///< nobody said goodbye: taken as ended
  std::uint32_t identity_wait_ms =
      150;  ///< an INVITE waits so long for its PASSporT; 0: not at all
  std::size_t max_live_calls = 1'000'000;
  std::size_t max_transactions = 1'000'000;
  std::size_t message_memory_bytes = std::size_t{2} << 30;  ///< kept requests and responses
};

}  // namespace qorgan::gateway
