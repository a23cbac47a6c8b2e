#pragma once

#include "gateway/call_path.h"
#include "sip/forward.h"

namespace qorgan::gateway {

/// Tells the next hop what became of the caller's PASSporT (3GPP TS 24.229 §7.2A.20): on each
/// P-Asserted-Identity, or on From when there is none. A From that is changed is kept in both forms
/// by the call, and the caller's side goes on seeing its own.
void add_verstat(call_path& path, call& c, const sip::message& in, sip::header_changes& changes);

/// "TN-Validation-Passed", "TN-Validation-Failed" or "No-TN-Validation".
std::string_view verstat_of(passport_status status);

}  // namespace qorgan::gateway
