#pragma once

#include <string_view>

#include "gateway/call_path.h"

namespace qorgan::gateway {

/// One datagram, from its bytes to what it causes.
void on_datagram(call_path& path, std::string_view bytes, const peer& from);
/// One message of a known neighbour.
void on_message(call_path& path, std::string_view bytes, const arrival& from);
/// The head of a message on a stream whose end cannot be found.
void on_unframed(call_path& path, std::string_view head, const arrival& from,
                 sip::frame_fault fault);

}  // namespace qorgan::gateway
