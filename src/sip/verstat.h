#pragma once

#include <string_view>

#include "sip/message.h"
#include "sip/writer.h"

namespace qorgan::sip {

/// The URI with the tel URI parameter "verstat" (3GPP TS 24.229 §7.2A.20), which stands in the user
/// part of a SIP URI. One that came with the message is taken out: it is not the sender's to give.
/// A URI of another scheme is written as it is.
void write_verstat_uri(writer& out, const uri& address, std::string_view verstat);

}  // namespace qorgan::sip
