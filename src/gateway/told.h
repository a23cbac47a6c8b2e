#pragma once

#include <variant>

#include "domain/order.h"
#include "domain/report.h"

// What people and other systems tell the engine. It comes by the mailbox, from any thread; the call
// path gives each its moment, journals it and applies it, so a replay repeats it exactly. A new
// kind is an alternative here and of record_input, with a codec and an engine::apply of its own
// (README.md, "Telling the engine").

namespace qorgan::gateway {

struct call_path;

using told_input = std::variant<call_reported, order_changed>;

/// Full: whoever tells hears `overloaded`.
inline constexpr std::size_t kTold = 4'096;

/// Applies and records a bounded number of what waits, in order, unless the journal has fallen
/// behind: what is told must not crowd out the records of calls. False: nothing is left to be done
/// now.
bool take_told(call_path& path);

}  // namespace qorgan::gateway
