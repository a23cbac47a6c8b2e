#pragma once

#include <deque>
#include <expected>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
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

/// What an emergency call is recognised by, for the thread that is not the call path: swapped whole
/// with every reload.
struct emergency_rules {
  std::vector<std::string> numbers;
  std::vector<std::pair<trunk_id, dial_plan>> trunks;

  /// Whether it is one by the dial plan of this trunk, or by any trunk's for none.
  bool match(trunk_id trunk, std::string_view callee) const;
};
/// Those in force; any thread, locked for a moment.
class rules_in_force {
 public:
  void store(std::shared_ptr<const emergency_rules> rules) {
    const std::lock_guard lock{guard_};
    rules_ = std::move(rules);
  }
  std::shared_ptr<const emergency_rules> load() const {
    const std::lock_guard lock{guard_};
    return rules_;
  }

 private:
  mutable std::mutex guard_;
  std::shared_ptr<const emergency_rules> rules_;
};
std::shared_ptr<const emergency_rules> emergency_rules_of(
    const engine::policy_snapshot& policy, const std::vector<gateway::trunk_options>& trunks);

/// The server of `POST /v1/screen`; null when the configuration does not ask for one.
struct screening_needs {
  const config& settings;
  enquiry_desk& calls;
  api_clients& directory;
  const rules_in_force& rules;
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
