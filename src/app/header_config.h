#pragma once

#include <ostream>

#include "gateway/options.h"
#include "yaml/yaml_reader.h"

namespace qorgan::app {

/// The sections `headers` and `label` of a trunk; every mistake is reported with its line.
gateway::header_options read_headers(yaml_reader& read, const YAML::Node& trunk);

/// One line per rule that a trunk has beyond the defaults, for check-config.
void print_headers(const gateway::trunk_options& trunk, std::ostream& out);

}  // namespace qorgan::app
