#pragma once

#include <span>
#include <string>

#include "gateway/call_path.h"

namespace qorgan::gateway {

/// Fills the event from the INVITE in `path.in`: identity by the trunk's trust rule, both numbers
/// by its dial plan, media, equipment; `path.target` and `event.emergency` are set. Beyond this
/// point the caller's identity is final.
void describe_call(call_path& path, const arrival& from, call_started& event);

/// The part of it that the message and its trunk tell; also of an INVITE that is only watched. Key,
/// time, source, `seen` and `emergency` are the caller's.
void describe_invite(const sip::message& in, const sip::uri& target, const trunk_options& on,
                     call_started& event);

/// Whether an INVITE to this Request-URI is for an emergency number.
bool is_emergency_target(const sip::uri& target, const trunk_options& on,
                         std::span<const std::string> numbers);

/// Whether the INVITE in `path.in` is for an emergency number.
bool is_emergency_call(const call_path& path, const trunk& on);

/// A party by what was signalled: its number by the trunk's dial plan.
void fill(party& out, std::string_view signalled, const dial_plan& plan);

/// User part of a URI without parameters: "+7701…" of "sip:+7701…;phone-context=x@host".
std::string_view dialled(const sip::uri& address);

}  // namespace qorgan::gateway
