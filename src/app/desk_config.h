#pragma once

#include <iosfwd>

#include "casework/desk_options.h"
#include "yaml/yaml_reader.h"

namespace qorgan::app {

/// The section `desk`: leases, limits of the clocks, floods.
void read_desk(yaml_reader& read, const YAML::Node& root, casework::desk_options& out);
/// The limits as a table, for check-config.
void print_desk(const casework::desk_options& desk, std::ostream& out);

}  // namespace qorgan::app
