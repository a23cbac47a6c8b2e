#pragma once

#include <cstdint>
#include <expected>
#include <memory>
#include <string>
#include <string_view>

#include "stir/options.h"

namespace qorgan::stir {

struct fetched {
  std::string body;
  std::int64_t fresh_for_s = -1;  ///< what Cache-Control or Expires says; -1: nothing
};

/// Why a credential could not be fetched.
enum class fetch_fault : std::uint8_t {
  not_allowed,      ///< not a URL of an allowed host
  private_address,  ///< the host's address is of this machine or a private network
  unreachable,      ///< no address, no connection, TLS refused, cut off; or an answer of 5xx
  timed_out,
  bad_status,    ///< an answer other than 2xx, 3xx and 5xx
  bad_redirect,  ///< to a host that is not allowed, or more than three in a row
  too_large,
};
std::string_view to_string(fetch_fault fault);
/// True when trying again later may well succeed: nothing is known yet about the credential.
constexpr bool is_passing(fetch_fault fault) {
  return fault == fetch_fault::not_allowed || fault == fetch_fault::unreachable ||
         fault == fetch_fault::timed_out;
}

/// Whether the URL would be fetched at all, by scheme, host and port.
bool is_fetchable(const std::string& url, const fetch_options& options);

/// Fetches documents over HTTP and HTTPS. Blocking; one per thread. Connections are kept and used
/// again. Follows redirects itself, so that each target is checked against the list, and looks at
/// every address before connecting to it, so that a name that points to an inner network does not
/// reach it.
class fetcher {
 public:
  explicit fetcher(const fetch_options& options);
  ~fetcher();
  fetcher(const fetcher&) = delete;
  fetcher& operator=(const fetcher&) = delete;

  std::expected<fetched, fetch_fault> get(const std::string& url);

 private:
  struct state;
  std::unique_ptr<state> state_;
};

}  // namespace qorgan::stir
