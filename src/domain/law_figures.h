#pragma once

#include <cstdint>
#include <string>

#include "base/time.h"

namespace qorgan {

/// Lasting measures, as their keeper sees them.
struct order_figures {
  std::uint64_t in_force = 0;
  std::uint64_t unacknowledged = 0;        ///< the engine does not yet do what the book says
  std::int64_t unacknowledged_for_ms = 0;  ///< the longest of them
  std::uint64_t begun = 0;                 ///< since the process started
  std::uint64_t ended = 0;
  std::string trouble;  ///< in words, when the book does not answer
};

/// The audit log and its signed states.
struct audit_figures {
  std::uint64_t entries = 0;
  std::uint64_t sealed = 0;  ///< of them, under the newest signature
  timestamp sealed_at;
  std::string trouble;  ///< in words, when it cannot be sealed or is not the log that was signed
};

}  // namespace qorgan
