#pragma once

#include "bench/load/figures.h"
#include "bench/load/options.h"

namespace qorgan::load {

/// `POST /v1/screen` over `window` kept connections at a fixed rate (or as fast as answers come).
/// A question's latency counts from the moment it was due, not from when a connection was free, so
/// that a server that stalls is not spared the questions it would have had meanwhile.
figures run_http(const options& o);

}  // namespace qorgan::load
