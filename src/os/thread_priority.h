#pragma once

namespace qorgan::os {

/// The calling thread yields to the process's other threads when processors are short (a nice value
/// of 10): for work that may run late, such as the projection, beside work that may not. What
/// cannot be set stays as it was.
void yield_to_other_threads() noexcept;

/// The calling thread runs before every thread without real-time priority (SCHED_RR, sched(7)), for
/// work that others wait for and that soon waits itself. Of two such threads the one of the higher
/// `level` (1 to 99) goes first. False where the system does not allow it (RLIMIT_RTPRIO): then
/// the thread runs as before. Threads it starts do not inherit it.
bool run_before_other_threads(int level) noexcept;

}  // namespace qorgan::os
