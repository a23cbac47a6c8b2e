#pragma once

#include <expected>
#include <string>

#include "app/config.h"

namespace qorgan::app {

/// Where a policy keeps its models: the one in force, the challenger (may be absent, and may not be
/// named at all) and the one that was in force before.
struct model_paths {
  std::string current;
  std::string challenger;
  std::string previous;
};
/// The error is one line: the policy names no model.
std::expected<model_paths, std::string> model_paths_of(const engine::policy_bundle& policy);

/// The same policy with the model of this file in force and no challenger.
std::expected<engine::policy_bundle, config_errors> with_model(engine::policy_bundle policy,
                                                               const std::string& file);

/// The challenger becomes the model; the model becomes the previous one. A challenger that does not
/// fit changes nothing. Renames only: whenever this ends, `current` is a whole model.
std::expected<void, std::string> promote(const model_paths& paths);
/// The previous model comes back; the one it replaces becomes the challenger, in place of any
/// other.
std::expected<void, std::string> go_back(const model_paths& paths);

}  // namespace qorgan::app
