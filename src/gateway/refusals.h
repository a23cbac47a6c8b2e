#pragma once

#include <optional>

#include "gateway/call_path.h"

namespace qorgan::gateway {

// No block without its record: a refusal waits in a queue until the journal has committed its
// record. What cannot wait, or has waited too long, becomes a pass, and a record says so too.

/// Why the call must pass instead; nothing when its refusal waits for the record `seq`.
std::optional<waiver> queue_refusal(call_path& path, slot_handle at, std::uint64_t seq,
                                    const decision& decided);
/// The refusal becomes a pass.
void waive(call_path& path, trunk& on, const refusal_waived& fact, std::uint32_t cseq);

/// Lines of a redirect trunk's final answer. They lie in `path.lines`. `event`: what is known of
/// the caller, when it is.
std::string_view redirect_lines(call_path& path, const trunk_options& on, const sip::message& in,
                                const decision& decided, std::uint16_t status,
                                const call_started* event = nullptr);

}  // namespace qorgan::gateway
