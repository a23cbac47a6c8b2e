#pragma once

#include "gateway/call_path.h"

namespace qorgan::gateway {

/// Asks the verifier about the PASSporTs of the INVITE in `path.in` when its trunk wants that, and
/// fills in what is known at once. True: the INVITE is parked and comes back to `screen_invite`
/// when the result is there, at the latest after `identity_wait_ms`. Emergency calls, and calls
/// that overload lets pass unscreened, are neither asked about nor parked.
bool wait_for_identity(call_path& path, const arrival& from, const sip::transaction_key& key,
                       call_started& event);

/// What the verifier has found out: parked INVITEs go on.
void take_identity_results(call_path& path);
void on_parked_too_long(call_path& path, slot_handle at);
/// A parked INVITE is cancelled: it is decided and recorded as it is, so that the CANCEL in
/// `path.in` meets a call like any other. False: nothing is left to cancel.
bool go_on_unverified(call_path& path, slot_handle at);

}  // namespace qorgan::gateway
