#pragma once

#include <cstddef>
#include <span>
#include <string_view>

#include "base/ip_address.h"

namespace qorgan::sip {

inline constexpr std::size_t kStunAnswerBytes = 20 + 4 + 20;

/// Answer to a STUN binding request that arrived between SIP datagrams as a keep-alive (RFC 5626
/// §4.4.2, RFC 5389): a success with XOR-MAPPED-ADDRESS, without looking at attributes. Empty when
/// `datagram` is no binding request.
std::string_view answer_stun(std::string_view datagram, const ip_endpoint& sender,
                             std::span<char, kStunAnswerBytes> room);

/// STUN of any kind: its first two bits are zero, which no SIP message begins with.
bool is_stun(std::string_view datagram);

}  // namespace qorgan::sip
