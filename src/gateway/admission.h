#pragma once

#include "gateway/call_path.h"

namespace qorgan::gateway {

/// May this new call, which is no emergency call, begin? True: it may. False: its INVITE, the
/// message in `path.in`, has been answered 503, because the trunk's ceilings, the load or a drain
/// leave no room for it. A flood must not fill the tables: no state is made, only its key is kept
/// for a while, so that copies of the INVITE get the same answer.
bool admit(call_path& path, const arrival& from, const sip::transaction_key& key);

/// True: it is a copy of an INVITE that `admit` refused, and has had its answer again.
bool was_refused(call_path& path, const arrival& from, const sip::transaction_key& key);

/// Answers of want of room carry this line.
inline constexpr std::string_view kRetryAfter = "Retry-After: 5\r\n";

}  // namespace qorgan::gateway
