#pragma once

#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

#include "gateway/call_path.h"

namespace qorgan::gateway {

// A planned restart. What the next process needs to know about the calls that are up is written
// into one block of bytes: every call with its dialog, and the INVITEs under way (of new calls and
// inside dialogs), as they left. Timers begin anew, everything else is as it was; so in-dialog
// requests are followed, a drop works, and the last record of each call comes from the process that
// sees its end. Requests other than INVITE are not carried: whoever sent one repeats it.
//
// A drop under way begins again: an end that has had its BYE answers 481, which ends it too.

/// Calls and INVITEs that are up. What only waited for its last messages is recorded first. After
/// the last message and before the journal stops.
std::string save_calls(call_path& path);

/// Into a call path that has handled nothing yet. The number of calls taken over; those of trunks
/// that are no longer configured are recorded as ended. The error says what is wrong with the
/// bytes, and then nothing was taken over.
std::expected<std::size_t, std::string> restore_calls(call_path& path, std::string_view bytes);

}  // namespace qorgan::gateway
