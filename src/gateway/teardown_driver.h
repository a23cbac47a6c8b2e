#pragma once

#include "gateway/call_path.h"
#include "sip/dialog.h"

namespace qorgan::gateway {

/// A request of the centre inside a dialog. Its answer is for `call`, when there is one.
struct inside_request {
  leg towards = leg::callee;
  sip::method verb = sip::method::bye;  ///< or ack, which has no answer
  std::uint32_t cseq = 0;
  peer to;  ///< where it goes when neither route nor target is an IP address
  std::uint16_t trunk = 0;
  slot_handle call;
  std::string_view extra_lines;
};
void send_inside(call_path& path, const sip::dialog_parts& dialog, const inside_request& request);

/// Why a dropped call ends, for BYE and CANCEL (RFC 3326): the class of the actor and an id.
void write_reason(sip::writer& out, const call& c);

/// Somebody asked for the end of a live call.
void start_drop(call_path& path, const drop_request& request);
/// Does what the teardown machine of the call says, in its order.
void run_step(call_path& path, slot_handle call_at, const sip::teardown_step& step);
/// The call's timer while a drop is under way: repeats an unacknowledged 2xx, ends the patience.
void on_drop_deadline(call_path& path, slot_handle call_at);
/// A response to our BYE, `at`, or nothing at all (status 0).
void on_bye_final(call_path& path, slot_handle at, std::uint16_t status);

}  // namespace qorgan::gateway
