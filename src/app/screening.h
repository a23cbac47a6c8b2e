#pragma once

#include <atomic>
#include <deque>
#include <expected>
#include <memory>
#include <string>
#include <vector>

#include "app/config.h"
#include "console/screen/screen_server.h"
#include "domain/api_clients.h"
#include "domain/enquiry.h"
#include "domain/record.h"
#include "yaml/yaml_reader.h"

namespace qorgan::app {

/// The `screen` section of the configuration.
void read_screen(yaml_reader& read, const YAML::Node& root, config& out);

/// The policy in force, for the threads that are not the call path.
using policy_in_force = std::atomic<std::shared_ptr<const engine::policy_snapshot>>;

/// The server of `POST /v1/screen`; null when the configuration does not ask for one.
struct screening_needs {
  const config& settings;
  enquiry_desk& calls;
  api_clients& directory;
  const policy_in_force& policy;
  std::vector<console::detector_text> detectors;
};
std::expected<std::unique_ptr<console::screen_server>, std::string> open_screening(
    screening_needs needs);

/// Collects, while the journal is walked at the start, the calls that were asked about lately, so
/// that a switch that asks again after a restart gets the same answer.
class recently_asked {
 public:
  explicit recently_asked(const gateway::enquiry_options& options)
      : window_{std::chrono::milliseconds{options.retry_window_ms}}, most_{options.max_calls} {}

  void look_at(const record& entry);
  /// Oldest first.
  std::vector<record> take() { return {found_.begin(), found_.end()}; }

 private:
  duration window_;
  std::size_t most_;
  std::deque<record> found_;
};

}  // namespace qorgan::app
