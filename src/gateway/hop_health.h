#pragma once

#include "gateway/call_path.h"

namespace qorgan::gateway {

// A next hop is up while it answers. One that has been silent for a while is asked by OPTIONS; a
// call that hears nothing from it tells at once. A hop that is down is tried last, not never. What
// is learnt about an address holds for every trunk that leads there.

/// OPTIONS to the hops whose silence has lasted long enough.
void send_pings(call_path& path);
/// The answer to the OPTIONS `at`; 0: none came.
void on_ping_final(call_path& path, slot_handle at, std::uint16_t status);

void note_hop_answered(call_path& path, const transaction& t);
void note_hop_silent(call_path& path, const transaction& t);

}  // namespace qorgan::gateway
