#pragma once

#include <cstdint>

#include "bench/load/options.h"
#include "bench/load/wire.h"

namespace qorgan::load {

/// What many calls at once cost the server in memory.
struct hold_figures {
  std::uint32_t up = 0;                ///< calls that were answered
  std::uint32_t hung_up = 0;           ///< of these, calls whose BYE was agreed to
  std::uint32_t failed = 0;            ///< no answer, or a refusal, to INVITE or BYE
  std::uint64_t idle_bytes = 0;        ///< resident memory of the server before the first call
  std::uint64_t held_bytes = 0;        ///< with all calls up
  std::uint64_t held_later_bytes = 0;  ///< after they have been held
};

/// Sets up `calls` calls through the proxy at `rate` per second, holds all of them for `seconds`,
/// hangs all of them up at the same rate, and watches the resident memory of the first of `pids`.
hold_figures run_hold(const options& o, wire socket, wire uas);
void print(const hold_figures& f, bool json);

}  // namespace qorgan::load
