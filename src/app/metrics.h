#pragma once

#include <string>

#include "domain/centre_status.h"

namespace qorgan::app {

/// The Prometheus text exposition of the centre's figures, for GET /metrics.
std::string metrics_text(const centre_status& status);

}  // namespace qorgan::app
