#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
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
};

struct next_hop {
  transport over = transport::udp;
  ip_endpoint at;
};

/// Header the trunk's caller identity is taken from.
enum class identity_header : std::uint8_t { p_asserted_identity, remote_party_id, from };

enum class trunk_mode : std::uint8_t {
  proxy,     ///< in the path
  redirect,  ///< asked before each call
  screen,    ///< no SIP: its switch asks over HTTP, as it may about trunks of the other modes
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

struct trunk_options {
  std::string name;
  trunk_id id;
  std::string carrier;
  country where;
  trunk_kind kind = trunk_kind::international;
  std::vector<ip_block> sources;
  trunk_mode mode = trunk_mode::proxy;
  enforcement enforced = enforcement::shadow;
  std::vector<identity_header> identity{identity_header::p_asserted_identity,
                                        identity_header::remote_party_id, identity_header::from};
  dial_plan numbers;
  std::vector<next_hop> next_hops;
  answer_codes answers;
  std::uint32_t max_calls_per_second = 0;  ///< 0: no ceiling; beyond it 503
  std::uint32_t max_live_calls = 0;        ///< 0: no ceiling; beyond it 503
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
  enquiry_options enquiries;
  std::string refusal_url;                  ///< url= of the 603+ Reason and Call-Info of 608
  std::uint32_t ring_timeout_ms = 180'000;  ///< Timer C
  std::uint32_t commit_patience_ms = 500;   ///< a refusal not durable by then becomes a pass
  std::uint32_t teardown_timeout_ms = 5'000;
  std::uint32_t next_hop_ping_ms = 10'000;  ///< OPTIONS to a next hop silent for so long; 0: never
  std::int64_t max_call_duration_ms = 12 * 3'600'000;  ///< nobody said goodbye: taken as ended
  std::size_t max_live_calls = 1'000'000;
  std::size_t max_transactions = 1'000'000;
  std::size_t message_memory_bytes = std::size_t{2} << 30;  ///< kept requests and responses
};

}  // namespace qorgan::gateway
