#pragma once

#include "gateway/asked_calls.h"

namespace qorgan::gateway {

// The entries of calls that were asked about, from the question to the end (asked_calls.cc
// decides).

asked_call* find(asked_calls& asked, call_key key);
asked_call* find_by_name(asked_calls& asked, std::uint64_t name);
/// One timer per call: nothing was heard, the longest call, or what was said may be forgotten.
void set_timer(asked_calls& asked, asked_call& call, std::int64_t due_ms);

/// An entry for a call; none when the table is full: it is decided and recorded all the same, but
/// asking again is a new call and news of it are not known.
asked_call* open_entry(call_path& path, call_key key, std::uint64_t name, std::uint16_t trunk);
/// The call is over for the centre; its answer is remembered for whoever asks again.
void end(call_path& path, asked_call& call, std::uint16_t code, ended_by by);

/// Steps come once each and in order; one that is known already changes nothing, so that it may be
/// told again.
enquiry_answer::outcome take_news(call_path& path, const call_news& news);
void on_asked_timer(call_path& path, slot_handle at);

}  // namespace qorgan::gateway
