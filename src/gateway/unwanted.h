#pragma once

#include "gateway/call_path.h"

namespace qorgan::gateway {

// Answers to INVITEs that nobody waits for any more. Left alone, a callee would ring for nobody, or
// talk to nobody until half a minute of unacknowledged answers has passed.

/// The response in hand answers an INVITE sent to a next hop that was given up for another one: a
/// provisional one is met by CANCEL, a refusal acknowledged, a 2xx hung up. False: it is no such
/// response.
bool on_left_branch(call_path& path, const arrival& from);

/// The 2xx in hand comes after the caller was told otherwise: the callee gets its ACK and a BYE.
void hang_up_unwanted(call_path& path, const transaction& t);

}  // namespace qorgan::gateway
