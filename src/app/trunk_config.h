#pragma once

#include "app/yaml_reader.h"
#include "gateway/options.h"

namespace qorgan::app {

/// One entry of `trunks:`. Mistakes go to `read`.
gateway::trunk_options read_trunk(yaml_reader& read, const YAML::Node& node);

}  // namespace qorgan::app
