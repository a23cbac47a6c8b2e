#pragma once

#include <string_view>

#include "gateway/call_path.h"

namespace qorgan::gateway {

/// A response the centre makes itself.
struct answer {
  std::uint16_t status = 500;
  std::string_view extra_lines;  ///< whole lines, CRLF included
  std::string_view reason{};     ///< "": the usual phrase of the status
};

/// Where responses to the request in `path.in` go (RFC 3261 §18.2.2, RFC 3581 §4).
peer reply_peer(const sip::message& request, const peer& from);
/// Text of the source address when the top Via has to say it; empty otherwise.
std::string_view received_text(const sip::message& request, const ip_endpoint& source,
                               char (&room)[48]);

/// Response to `request`, which came from `from`, into `path.scratch`; empty when it did not fit.
std::string_view make_answer(call_path& path, const sip::message& request, const peer& from,
                             const answer& with, std::string_view to_tag);

/// Answers without remembering it: for every request but INVITE, and for strangers.
void answer_statelessly(call_path& path, const arrival& from, const answer& with);
/// Answers the INVITE in `path.in` and repeats the answer until its ACK comes; statelessly when the
/// table is full.
void answer_invite(call_path& path, const arrival& from, const answer& with);
/// Final answer of an open transaction to the request it keeps as received (pending refusals).
void answer_kept(call_path& path, slot_handle at, const answer& with);
/// Final answer of a relay that keeps the request as sent.
void answer_sent(call_path& path, slot_handle at, const answer& with);

/// Sends `bytes` upstream as the transaction's response with this status and keeps it as long as it
/// may have to be repeated.
void respond(call_path& path, slot_handle at, std::uint16_t status, std::string_view bytes);

}  // namespace qorgan::gateway
