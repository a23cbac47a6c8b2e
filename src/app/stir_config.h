#pragma once

#include "app/config.h"
#include "yaml/yaml_reader.h"

namespace qorgan::app {

/// Reads `stir:` and checks it against what the trunks ask for. Paths are relative to the
/// configuration file.
void read_stir(yaml_reader& read, const YAML::Node& root, config& out);

/// `path` as seen from `file`.
std::string beside(const std::string& file, const std::string& path);

}  // namespace qorgan::app
