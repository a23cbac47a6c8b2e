#pragma once

#include "app/yaml_reader.h"
#include "gateway/options.h"

namespace qorgan::app {

/// The section `watch`: where copies of signalling arrive, and from whom.
void read_watch(yaml_reader& read, const YAML::Node& root, gateway::gateway_options& out);

}  // namespace qorgan::app
