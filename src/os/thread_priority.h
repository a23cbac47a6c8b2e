#pragma once

namespace qorgan::os {

/// The calling thread yields to the process's other threads when processors are short (a nice value
/// of 10): for work that may run late, such as the projection, beside work that may not. What
/// cannot be set stays as it was.
void yield_to_other_threads() noexcept;

}  // namespace qorgan::os
