#pragma once

#include <cstdint>

#include "sip/message.h"

namespace qorgan::sip {

/// What a server transaction is found by (RFC 3261 §17.2.3): two independent hashes, so that a
/// collision of one is noticed by the other.
struct transaction_key {
  std::uint64_t place = 0;  ///< branch, sent-by and method; of older clients the call's own fields
  std::uint64_t call = 0;   ///< Call-ID

  constexpr bool operator==(const transaction_key&) const = default;
};

/// Key of the transaction `request` belongs to, or of the INVITE that an ACK or CANCEL is about.
/// `origin` keeps neighbours apart: one trunk's branch never matches another's.
transaction_key server_key(const message& request, std::uint64_t origin, std::uint64_t seed);

/// Key of a call: Call-ID and the caller's tag.
std::uint64_t dialog_key(std::string_view call_id, std::string_view tag, std::uint64_t seed);

/// Tag for responses the centre makes itself; the same for every retransmission of one request.
/// Sixteen hexadecimal digits into `out`.
std::string_view local_tag(transaction_key key, char (&out)[16]);

/// `value` as sixteen lower-case hexadecimal digits.
void write_hex(std::uint64_t value, char* out);

// ---- Branches of the proxy (RFC 3261 §16.6 step 8) ----
// "z9hG4bK" + "qg" + sixteen digits that name the client transaction + sixteen digits of what
// decides the route of a request. The first half finds the transaction of a response without a
// table, the second half tells a loop from a spiral.

inline constexpr std::size_t kBranchLength = 7 + 2 + 16 + 16;

struct proxy_branch {
  std::uint64_t transaction = 0;
  std::uint64_t loop = 0;
};
std::string_view write_branch(proxy_branch branch, char (&out)[kBranchLength]);
/// False when it is not one of ours.
bool read_branch(std::string_view text, proxy_branch& out);

/// Hash of the fields that decide where a request goes (§16.6 step 8), equal when it comes back
/// unchanged.
std::uint64_t loop_hash(const message& request, std::uint64_t seed);

}  // namespace qorgan::sip
