#pragma once

#include <yaml-cpp/yaml.h>

#include "engine/policy.h"
#include "engine/policy_snapshot.h"
#include "yaml/yaml_reader.h"

namespace qorgan::engine {

// The sections of a policy file, each read into the snapshot. Lists and detectors come before
// rules, which refer to them.

void read_emergency(const YAML::Node& node, yaml_reader& in, policy_snapshot& out);
void read_detectors(const YAML::Node& node, yaml_reader& in, policy_snapshot& out);
void read_scorecard(const YAML::Node& node, yaml_reader& in, policy_snapshot& out);
/// The model in force and the one in shadow beside it, out of the bundle's parts with these names.
void read_model(const YAML::Node& node, const policy_bundle& bundle, yaml_reader& in,
                policy_snapshot& out);
void read_rules(const YAML::Node& node, yaml_reader& in, policy_snapshot& out);

/// The `when` of a rule.
condition read_condition(const YAML::Node& node, yaml_reader& in, const policy_snapshot& policy);

}  // namespace qorgan::engine
