#pragma once

#include "gateway/call_path.h"
#include "sip/forward.h"

namespace qorgan::gateway {

// ---- requests on their way out (forward.cc) ----

/// What one datagram holds over IPv4 (RFC 768): what has grown beyond it is answered 513.
inline constexpr std::size_t kLargestDatagram = 65'507;

/// Sends the INVITE `in` of the open relay `at` to where the verdict wants it.
void forward_invite(call_path& path, slot_handle at, const sip::message& in,
                    const decision& decided);
/// The kept INVITE goes to another next hop. False: none is left.
bool try_next_hop(call_path& path, slot_handle at);
/// The Request-URI with the address `to` in the place of ours (RFC 3261 §16.5: the centre is
/// responsible for its own name).
void write_retargeted(sip::writer& out, const sip::uri& target, std::string_view to);
/// Branch of the client half, which `on_response` finds it by.
sip::proxy_branch branch_of(const transaction& t, slot_handle at);
/// Our Record-Route of the sides of `t`: two when they differ (RFC 5658).
void add_record_routes(const call_path& path, transaction& t, std::string_view request_uri,
                       sip::forward_options& options);
/// The transaction that the branch of our Via names; empty when it is gone or made up.
slot_handle named_by(const call_path& path, std::string_view branch);
/// What crosses in messages behind the first one: the trunk's header rules, a withheld caller.
/// `trunk_of_sender` counts when the call is not known.
sip::header_changes masks(const call_path& path, std::uint16_t trunk_of_sender, const call* c,
                          leg to, bool is_request_of_caller);

// ---- in-dialog requests and ACK (in_dialog.cc) ----

void on_ack(call_path& path, const arrival& from);
void on_in_dialog(call_path& path, const arrival& from, const sip::transaction_key& key);

// ---- CANCEL (cancel.cc) ----

void on_cancel(call_path& path, const arrival& from);
/// Cancels the relayed INVITE `at` as soon as a provisional response allows it (RFC 3261 §9.1).
void request_cancel(call_path& path, slot_handle at, std::string_view extra_lines);
void send_cancel(call_path& path, slot_handle at, std::string_view extra_lines);

// ---- responses (returned.cc) and silence (silence.cc) ----

void on_response(call_path& path, const arrival& from);
/// Nobody answered the client half (Timers B, F).
void on_silence(call_path& path, slot_handle at);
/// The network says that a request could not be delivered; `quoted` are its first bytes.
void on_unreachable(call_path& path, std::string_view quoted);
void on_rang_out(call_path& path, slot_handle at);

}  // namespace qorgan::gateway
