#pragma once

#include "gateway/call_path.h"

namespace qorgan::gateway {

// Every event goes to the engine and, in the same order, to the journal with what the engine made
// of it and the SIP messages since the call's previous record.

/// A key for a new call: its arrival in microseconds, moved up where two would be equal.
call_key next_key(call_path& path);

/// The engine's decision on a new call. The record is begun; `record_started` must follow at once.
decision screen(call_path& path, const call_started& event);
/// Appends it with the first messages. Its sequence number; 0: it could not be queued.
std::uint64_t record_started(call_path& path, std::span<const ladder_entry> messages);
std::uint64_t record_started(call_path& path, call& of);
void record_ringing(call_path& path, call& of);
void record_answered(call_path& path, call& of);
void record_ended(call_path& path, call& of);
/// Of a call without SIP messages: one a switch asked about over HTTP.
void record_event(call_path& path, const call_ringing& event);
void record_event(call_path& path, const call_answered& event);
void record_event(call_path& path, const call_ended& event);
/// Of a call that has no entry: a refusal of a redirect trunk.
void record_ended(call_path& path, const call_ended& event, const ladder_entry& message);
/// A refusal became a pass; a redirect trunk's answer stands in the ladder.
void record_waived(call_path& path, const refusal_waived& fact, std::uint32_t cseq);
/// Of a call that is only watched, with the messages since its previous record.
void record_watched(call_path& path, const call_ringing& event, std::span<const ladder_entry> seen);
void record_watched(call_path& path, const call_answered& event,
                    std::span<const ladder_entry> seen);
void record_watched(call_path& path, const call_ended& event, std::span<const ladder_entry> seen);
void record_watched(call_path& path, const ladder_rest& event, std::span<const ladder_entry> seen);
/// The messages noted since the last record of the call, if there are any.
void record_rest(call_path& path, call& of);
/// A call that can no longer be followed ended, as far as is known, now.
void record_lost(call_path& path, call_key key);
void record_teardown(call_path& path, call& of, teardown_state state, std::string_view words);
/// About a call that nothing can be sent to; `why` in words.
void record_teardown_failed(call_path& path, const drop_request& request, std::string_view why);
void record_time(call_path& path);
void record_process_started(call_path& path);
void record_policy(call_path& path, std::string_view digest);
void record_told(call_path& path, const call_reported& event);
/// A measure comes into force or goes out of it.
void record_told(call_path& path, const order_changed& event);

struct ladder_line {
  sip::method verb = sip::method::other;
  std::uint32_t cseq = 0;
  std::uint16_t status = 0;
};
ladder_line line_of(const sip::message& in);
ladder_entry entry_of(timestamp at, leg side, direction way, const ladder_line& line);
/// Notes a message of the call for the ladder. Beyond limits::kLadderEntries they are not kept.
void note(call_path& path, call& of, leg side, direction way, const ladder_line& line);

}  // namespace qorgan::gateway
