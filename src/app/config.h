#pragma once

#include <cstdint>
#include <expected>
#include <string>

#include "base/config_error.h"
#include "base/ip_address.h"
#include "casework/desk_options.h"
#include "engine/engine.h"
#include "engine/policy.h"
#include "gateway/options.h"
#include "journal/journal.h"
#include "stir/options.h"

namespace qorgan::app {

/// `POST /v1/screen`; the limits of the call path's part are in gateway.enquiries.
struct screen_config {
  bool enabled = false;
  ip_endpoint listen;
  std::uint32_t patience_ms = 250;
};

/// The whole configuration file, checked. Its format is described in docs/configuration.md.
struct config {
  std::string file;
  std::string node = "centre";
  bool demonstration = false;
  double clock_speed = 1.0;  ///< 0.1 to 3600; anything but 1 is for demonstrations
  gateway::gateway_options gateway;
  engine::engine_options engine;
  stir::stir_options stir;
  bool verifies = false;         ///< a trunk asks for PASSporT verification
  std::string policy_file;       ///< absolute, or relative to the working directory
  std::string legal_bases_file;  ///< the same; empty: no orders can be proposed
  /// Call path and journal run before everything else on the machine.
  bool realtime = false;
  journal::sync_mode sync = journal::sync_mode::full;
  std::string store_url = "sqlite";  ///< "sqlite": store.sqlite in the data folder
  ip_endpoint console;
  casework::desk_options desk;
  std::uint32_t drain_limit_ms = 10'000;  ///< how long a stop waits for live calls
  screen_config screen;
  std::uint32_t reports_per_second = 20;  ///< of one source, with bursts of as much
  std::string log_level = "info";
  std::string trunks_text;  ///< the section `trunks` as it was read, for the journal
};

/// What a configuration file says as far as it is good, and every mistake in it with file and line.
struct read_config {
  config settings;
  config_errors mistakes;
};
read_config read_config_file(const std::string& path);
/// The same of its text; `path` is for messages, and the policy is named relative to it.
read_config read_config_text(const std::string& text, const std::string& path);
/// The same for those who can do nothing with half of it.
std::expected<config, config_errors> load_config(const std::string& path);

/// The policy file and the lists it names (paths relative to the policy file), and what could not
/// be read; a list that could not is there and empty.
struct read_bundle {
  engine::policy_bundle bundle;
  config_errors mistakes;
};
read_bundle read_policy_files(const std::string& policy_file);
std::expected<engine::policy_bundle, config_errors> read_policy(const std::string& policy_file);

/// "file:line: message", one per line.
std::string to_text(const config_errors& errors);

/// The whole file, or why not, in words without its name.
std::expected<std::string, std::string> read_file(const std::string& path);

}  // namespace qorgan::app
