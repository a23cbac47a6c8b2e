#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace qorgan::stir {

/// A place credentials may be fetched from.
struct allowed_host {
  bool https = true;
  bool subdomains = false;  ///< "*.example.org": any name below it, not the name itself
  std::string host;         ///< lower case, without the "*."
  std::uint16_t port = 0;   ///< 0: 443 and 8443 for https, 80 for http (ATIS-1000074)

  bool operator==(const allowed_host&) const = default;
};

struct fetch_options {
  std::vector<allowed_host> hosts;       ///< everything else is not fetched: "unverified"
  bool allow_private_addresses = false;  ///< for tests and closed networks
  std::string https_ca;  ///< PEM file for the web server's own certificate; "": system
  std::uint32_t connect_timeout_ms = 1'000;
  std::uint32_t timeout_ms = 3'000;   ///< for the whole answer
  std::size_t max_bytes = 64 * 1024;  ///< of a credential; a chain of three takes 4 KiB

  bool operator==(const fetch_options&) const = default;
};

struct cache_options {
  std::uint32_t least_s = 60;           ///< a credential is kept at least so long …
  std::uint32_t most_s = 86'400;        ///< … and at most so long, whatever its server says
  std::uint32_t unsaid_s = 3'600;       ///< when the server says nothing
  std::uint32_t failed_s = 30;          ///< a failure is remembered so long
  std::size_t max_credentials = 1'000;  ///< beyond it the one unused for longest is forgotten

  bool operator==(const cache_options&) const = default;
};

struct stir_options {
  std::vector<std::string> trust_anchors;  ///< PEM files: the roots of the STI-PA's list
  std::vector<std::string> crls;           ///< PEM files; none: revocation is not looked at
  std::uint32_t freshness_s = 60;          ///< RFC 8224 §6.2 step 5: allowed distance of iat
  std::uint32_t verifier_threads = 1;
  std::uint32_t fetch_threads = 2;
  fetch_options fetch;
  cache_options cache;

  bool operator==(const stir_options&) const = default;
};

}  // namespace qorgan::stir
