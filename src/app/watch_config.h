#pragma once

#include "gateway/options.h"
#include "yaml/yaml_reader.h"

namespace qorgan::app {

/// The section `watch`: where copies of signalling arrive, and from whom.
void read_watch(yaml_reader& read, const YAML::Node& root, gateway::gateway_options& out);

}  // namespace qorgan::app
