#pragma once

#include <iosfwd>
#include <string>

#include "app/replay.h"

namespace qorgan::app {

/// Exit status of a capture that ended early: what could be read was played.
inline constexpr int kCaptureEndedEarly = 3;

struct capture_files {
  std::string capture;
  std::string decisions;  ///< written; may be empty
  std::string alerts;     ///< written; may be empty
};

/// `qorgan replay --pcap FILE`: follows the calls in a capture from INVITE to end, as the mirror
/// does, and writes what the policy would have decided. Without known trunks every sender is one
/// international trunk, "capture". Exit status 0; 1: nothing could be read or written;
/// kCaptureEndedEarly.
int replay_capture(const replay_inputs& inputs, const capture_files& files, std::ostream& out,
                   std::ostream& err);

}  // namespace qorgan::app
