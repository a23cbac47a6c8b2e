#pragma once

#include <string_view>

#include "sip/message.h"

namespace qorgan::sip {

// The scanners behind parse_uri, parse_name_address and parse_via, filling in place. `out` must be
// in its initial state; false: not that.

bool scan_uri(std::string_view text, uri& out);
/// One address at `p`; returns the place behind it (the end or its comma), null when malformed.
const char* scan_name_address(const char* p, const char* end, name_address& out);

/// Host name, IPv4 address or IPv6 reference at `p`; null when there is none.
const char* scan_host(const char* p, const char* end, std::string_view& host);
/// Digits at `p` up to 65535, at least one; null otherwise.
const char* scan_port(const char* p, const char* end, std::uint16_t& port);

/// One Via value at `p`; returns the place behind it (the end or its comma), null when malformed.
const char* scan_via(const char* p, const char* end, via_value& out);

/// A ";name=value" at `p` (on the ';'), white space allowed around each part (RFC 3261 §25.1
/// generic-param). Returns the place behind it and the white space, null when malformed.
const char* scan_parameter(const char* p, const char* end, std::string_view& name,
                           std::string_view& value);

}  // namespace qorgan::sip
