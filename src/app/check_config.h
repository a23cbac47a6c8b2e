#pragma once

#include <expected>
#include <iosfwd>
#include <memory>
#include <string>

#include "app/config.h"
#include "casework/legal_bases.h"

namespace qorgan::app {

/// A configuration that may be started: file, policy and lists all read and checked.
struct checked_config {
  config settings;
  engine::policy_bundle bundle;
  std::shared_ptr<const engine::policy_snapshot> policy;
  casework::legal_bases law;
};

/// Loads everything; all mistakes of all files together.
std::expected<checked_config, config_errors> check(const std::string& config_file);

/// `qorgan check-config`: prints every mistake, or the table of trunks and answers. Exit status.
int run_check_config(const std::string& config_file, std::ostream& out, std::ostream& err);

}  // namespace qorgan::app
