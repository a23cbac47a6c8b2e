#pragma once

#include "gateway/call_path.h"

namespace qorgan::gateway {

/// Somebody asked for the end of a live call.
void start_drop(call_path& path, const drop_request& request);
/// Does what the teardown machine of the call says, in its order.
void run_step(call_path& path, slot_handle call_at, const sip::teardown_step& step);
/// The call's timer while a drop is under way: repeats an unacknowledged 2xx, ends the patience.
void on_drop_deadline(call_path& path, slot_handle call_at);
/// A response to our BYE, `at`, or nothing at all (status 0).
void on_bye_final(call_path& path, slot_handle at, std::uint16_t status);

}  // namespace qorgan::gateway
