#pragma once

#include "console/endpoints.h"

namespace qorgan::console {

/// The engine hears at once what came of a case; the next call is judged with it. What it has no
/// room for is written down and not said again: the outcome itself is kept in any case.
void teach(exchange& x, const desk_case& it);

}  // namespace qorgan::console
