#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/ip_address.h"
#include "bench/load/wire.h"

namespace qorgan::load {

struct options {
  ip_endpoint to = from_v4(0x7f000001, 5070);   ///< the server under load
  ip_endpoint from = from_v4(0x7f000001, 0);    ///< the generator's own address
  ip_endpoint uas = from_v4(0x7f000001, 5080);  ///< proxy mode: where the called side listens
  unsigned window = 64;                         ///< calls in progress at most
  double rate = 0;               ///< new calls per second; 0: as fast as answers come
  double seconds = 5;            ///< how long calls are started; 0: until `calls`
  std::uint64_t calls = 0;       ///< stop after this many; 0: no limit
  unsigned callers = 1'000'000;  ///< distinct honest callers
  unsigned callees = 1'000'000;
  double spoofed_share = 0.02;  ///< callers out of 1,000 domestic fixed numbers
  std::string dial;  ///< called number, as it is to stand in the message; empty: invented
  unsigned timeout_ms = 2'000;  ///< an unanswered call is lost then
  unsigned resend_ms = 0;       ///< an INVITE without final answer is sent again so often; 0: never
  std::uint64_t seed = 1;
  std::string log_refused;     ///< file for the Call-IDs of calls that were answered 603
  std::vector<int> pids;       ///< whose CPU time to measure, descendants included
  std::string token;           ///< http: bearer token
  std::string trunk = "load";  ///< http: asked about
  bool json = false;
  bool spin = false;  ///< never sleep: waking a sleeping virtual processor costs the server that
                      ///< sends to it, as a machine at the other end of a wire would not
  carrier over = carrier::udp;    ///< both sides
  unsigned connections = 1;       ///< TCP and TLS: of the calling side
  net::tls_options certificates;  ///< TLS: the generator's own, for both sides
};

}  // namespace qorgan::load
