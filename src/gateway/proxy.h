#pragma once

#include "gateway/call_path.h"
#include "sip/forward.h"

namespace qorgan::gateway {

// ---- requests on their way out (forward.cc) ----

/// Sends the INVITE `in` of the open relay `at` to where the verdict wants it.
void forward_invite(call_path& path, slot_handle at, const sip::message& in,
                    const decision& decided);
/// The kept INVITE goes to another next hop. False: none is left.
bool try_next_hop(call_path& path, slot_handle at);
/// Branch of the client half, which `on_response` finds it by.
sip::proxy_branch branch_of(const transaction& t, slot_handle at);
/// Our Record-Route of the sides of `t`: two when they differ (RFC 5658).
void add_record_routes(const call_path& path, transaction& t, std::string_view request_uri,
                       sip::forward_options& options);
/// What a withheld caller's messages look like on the other side.
sip::header_changes masks(const call* c, leg to, bool is_request_of_caller);

// ---- in-dialog requests and ACK (in_dialog.cc) ----

void on_ack(call_path& path, const arrival& from);
void on_in_dialog(call_path& path, const arrival& from, const sip::transaction_key& key);

// ---- CANCEL (cancel.cc) ----

void on_cancel(call_path& path, const arrival& from);
/// Cancels the relayed INVITE `at` as soon as a provisional response allows it (RFC 3261 §9.1).
void request_cancel(call_path& path, slot_handle at, std::string_view extra_lines);
void send_cancel(call_path& path, slot_handle at, std::string_view extra_lines);

// ---- responses and silence (returned.cc) ----

void on_response(call_path& path, const arrival& from);
/// Nobody answered the client half (Timers B, F).
void on_silence(call_path& path, slot_handle at);
void on_rang_out(call_path& path, slot_handle at);

}  // namespace qorgan::gateway
