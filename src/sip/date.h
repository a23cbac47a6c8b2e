#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace qorgan::sip {

/// Whether `text` is a SIP-date (RFC 3261 §20.17), "Sat, 13 Nov 2010 23:29:00 GMT": always in GMT.
bool is_sip_date(std::string_view text);
/// The moment it names, in seconds since 1970; nothing when it is no SIP-date or no such day
/// exists.
std::optional<std::int64_t> parse_sip_date(std::string_view text);

}  // namespace qorgan::sip
