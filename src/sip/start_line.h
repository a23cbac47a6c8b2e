#pragma once

#include <expected>
#include <string_view>

#include "sip/message.h"

namespace qorgan::sip {

/// Request line or status line, without its CRLF, into `out`. With a fault, `out.is_request` tells
/// whether it was meant as a request.
std::expected<void, parse_fault> scan_start_line(std::string_view line, message& out);

}  // namespace qorgan::sip
