#pragma once

#include "gateway/call_path.h"

namespace qorgan::gateway {

/// Remembers what it takes to speak inside the call: from the INVITE kept in its transaction and
/// the 2xx in `path.in`.
void keep_dialog(call_path& path, call& c);

/// Another 2xx, `path.in`, of a call that is answered: a phone of its own when its tag is new.
void keep_other_dialog(call_path& path, call& c);

/// The dialog of the call that the request `in` of this end is about.
call_dialog dialog_of(const call& c, leg from, const sip::message& in);

/// The BYE relayed by `t` has had its last word: the call ends with its last dialog.
void end_dialog(call_path& path, const transaction& t, ended_by by);

/// A re-INVITE or UPDATE, relayed by `t`, was accepted with the 2xx in `path.in`: either end may
/// have moved to another Contact (RFC 3261 §12.2).
void refresh_targets(call_path& path, const transaction& t);

}  // namespace qorgan::gateway
