#pragma once

#include "gateway/options.h"
#include "yaml/yaml_reader.h"

namespace qorgan::app {

/// One entry of `trunks:`. Mistakes go to `read`.
gateway::trunk_options read_trunk(yaml_reader& read, const YAML::Node& node);

}  // namespace qorgan::app
