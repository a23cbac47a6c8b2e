#pragma once

#include "gateway/call_path.h"

namespace qorgan::gateway {

// A next hop is up while it answers. It is asked by OPTIONS every few seconds; a call that hears
// nothing from it tells at once. A hop that is down is tried last, not never.

void send_pings(call_path& path);
/// The answer to the OPTIONS `at`; 0: none came.
void on_ping_final(call_path& path, slot_handle at, std::uint16_t status);

void note_hop_answered(call_path& path, const transaction& t);
void note_hop_silent(call_path& path, const transaction& t);

}  // namespace qorgan::gateway
