#pragma once

#include <cstdint>
#include <expected>
#include <string>

#include "base/config_error.h"
#include "base/ip_address.h"
#include "engine/engine.h"
#include "engine/policy.h"
#include "gateway/options.h"
#include "journal/journal.h"

namespace qorgan::app {

/// The whole configuration file, checked. Its format is described in docs/configuration.md.
struct config {
  std::string file;
  std::string node = "centre";
  bool demonstration = false;
  double clock_speed = 1.0;  ///< 0.1 to 3600; anything but 1 is for demonstrations
  gateway::gateway_options gateway;
  engine::engine_options engine;
  std::string policy_file;  ///< absolute, or relative to the working directory
  journal::sync_mode sync = journal::sync_mode::full;
  std::string store_url = "sqlite";  ///< "sqlite": store.sqlite in the data folder
  ip_endpoint console;
  std::string log_level = "info";
  std::string trunks_text;  ///< the section `trunks` as it was read, for the journal
};

/// Reads and checks the file; mistakes are added to `errors`, and what could be read is returned.
config load_config(const std::string& path, config_errors& errors);

/// Reads and checks the file. All mistakes are reported, each with file and line.
std::expected<config, config_errors> load_config(const std::string& path);

/// Reads the policy file and the lists it names (paths relative to the policy file).
std::expected<engine::policy_bundle, config_errors> read_policy(const std::string& policy_file);

/// "file:line: message", one per line.
std::string to_text(const config_errors& errors);

/// The whole file, or why not, in words without its name.
std::expected<std::string, std::string> read_file(const std::string& path);

}  // namespace qorgan::app
