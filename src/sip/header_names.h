#pragma once

#include <string_view>

#include "sip/message.h"

namespace qorgan::sip {

/// Field of this name, long or compact form, any case; `other` for names the centre does not use.
header_id header_id_of(std::string_view name);
/// Method of exactly this spelling (methods are case-sensitive, RFC 3261 §7.1).
method method_of(std::string_view name);
/// Canonical long name, "" for `other`.
std::string_view to_string(header_id id);

}  // namespace qorgan::sip
