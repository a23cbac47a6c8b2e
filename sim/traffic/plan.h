#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/time.h"

namespace qorgan::sim {

enum class outcome : std::uint8_t {
  answered,
  busy,       ///< 486
  no_answer,  ///< 480 after ringing
  gave_up,    ///< the caller cancels while it rings
};

/// One call as its actor means it to go, were nobody in between. Times are simulated; `at` counts
/// from the start of the traffic.
struct planned_call {
  duration at{};
  std::size_t trunk = 0;      ///< index into the trunks the traffic was made for
  std::size_t equipment = 0;  ///< index into the equipment catalogue
  std::string caller;         ///< as signalled
  std::string callee;
  outcome ends = outcome::answered;
  duration ring_delay{};  ///< INVITE to 180
  duration wait{};        ///< 180 to answer, 480 or the caller's patience; 100 to 486 when busy
  duration talk{};        ///< answer to hang-up
  bool caller_hangs_up = true;
  std::uint32_t media_host = 0;  ///< of call records: the office's media address; 0: equipment's
  bool fraud = false;
  std::string_view kind;  ///< actor family: "family", "spoofed", …
  std::string campaign;   ///< scammers: which office
  bool believed = false;  ///< the victim is being worked on
};

}  // namespace qorgan::sim
