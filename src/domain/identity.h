#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "base/time.h"

namespace qorgan {

/// SHAKEN attestation of the caller (ATIS-1000074) as far as it is known.
enum class attestation : std::uint8_t { unknown, none, a, b, c, failed };
std::string_view to_string(attestation value);

/// What is known of a call's PASSporTs (RFC 8224). The order is written in journals.
enum class passport_status : std::uint8_t {
  not_asked,               ///< the trunk does not ask for verification
  not_present,             ///< no Identity header field (428 for a policy that wants one)
  unverified,              ///< there is one, but its credential was not at hand in time
  verified,                ///< signature, credential, numbers and time are right
  stale_date,              ///< signed too long ago or in the future: 403
  bad_identity_info,       ///< the credential cannot be had from where it is said to be: 436
  unsupported_credential,  ///< it leads to no trusted root, or is not for this number: 437
  invalid_identity,        ///< malformed, forged, or about another call: 438
};
inline constexpr std::size_t kPassportStatuses = 8;
/// "not_asked", "not_present", …
std::string_view to_string(passport_status value);
/// Whether verification came to the result that the PASSporT is not to be believed.
constexpr bool is_failure(passport_status value) {
  return value >= passport_status::stale_date;
}
/// SIP status RFC 8224 §6.2.2 answers it with; 0: none.
constexpr std::uint16_t sip_code_of(passport_status value) {
  switch (value) {
    case passport_status::not_present: return 428;
    case passport_status::stale_date: return 403;
    case passport_status::bad_identity_info: return 436;
    case passport_status::unsupported_credential: return 437;
    case passport_status::invalid_identity: return 438;
    default: return 0;
  }
}

struct identity_finding {
  passport_status status = passport_status::not_asked;
  attestation attested = attestation::unknown;
};

/// What a verifier has to know of an INVITE. Views into the message, valid during the call of
/// `ask`.
struct identity_question {
  std::span<const std::string_view> identities;  ///< values of its Identity header fields
  std::string_view caller;    ///< canonical number (RFC 8224 §8.3) by the trunk's dial plan
  std::string_view callee;    ///< of the Request-URI
  std::string_view to;        ///< of the To header field
  std::string_view from_uri;  ///< for callers that are no telephone number
  std::string_view request_uri;
  std::string_view to_uri;
  std::string_view date;  ///< of the compact form
  timestamp now;
  std::uint64_t ticket = 0;  ///< comes back with the result
};

struct identity_result {
  std::uint64_t ticket = 0;
  identity_finding found;
};

/// Figures of the verifier's threads since the process started.
struct identity_figures {
  std::uint64_t verified_signatures = 0;
  std::uint64_t recent_hits = 0;  ///< answered from the results of the last minute
  std::uint64_t queue_full = 0;   ///< questions nobody could take
  std::uint64_t credential_hits = 0;
  std::uint64_t fetches = 0;
  std::uint64_t fetch_failures = 0;
  std::uint64_t fetch_queue_full = 0;
  std::uint64_t credentials = 0;  ///< kept now
  std::uint64_t waiting = 0;      ///< for a credential now
};

/// The call path's view of whoever verifies PASSporTs. One asking thread; nothing here waits.
class identity_port {
 public:
  virtual ~identity_port() = default;

  enum class taken : std::uint8_t {
    answered,  ///< the finding is there
    pending,   ///< it will come through `take`
    refused,   ///< the queue is full: unverified
  };
  struct answer {
    taken how = taken::refused;
    identity_finding found;
  };
  virtual answer ask(const identity_question& question) noexcept = 0;
  /// The next result that has come; false: none.
  virtual bool take(identity_result& out) noexcept = 0;
  /// The verifier writes to this eventfd when there is something to take. Not for the call path: it
  /// is set once before it begins, and to -1 when it has ended.
  virtual void wake_on_result(int event_fd) noexcept = 0;
  /// From any thread.
  virtual identity_figures figures() const noexcept = 0;
};

}  // namespace qorgan
