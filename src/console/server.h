#pragma once

#include <expected>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "base/config_error.h"
#include "base/ip_address.h"
#include "casework/desk_options.h"
#include "console/law.h"
#include "domain/api_clients.h"
#include "domain/call_archive.h"
#include "domain/call_control.h"
#include "domain/centre_status.h"
#include "domain/desk.h"
#include "domain/desk_shift.h"
#include "domain/people.h"
#include "domain/policy_trial.h"
#include "domain/record.h"
#include "domain/report_intake.h"
#include "os/clock.h"

namespace qorgan::console {

/// A detector's words for the API; same fields as engine::detector_words, which the console may not
/// include. Sentences carry {observed} and {threshold}.
struct detector_text {
  detector_id id;
  std::string name;
  std::string title_en, title_ru, title_kk;
  std::string says_en, says_ru, says_kk;
};

struct console_options {
  ip_endpoint listen;
  std::string web_root;  ///< folder of the built console; served under /
  bool demonstration = false;
  std::vector<std::pair<trunk_id, std::string>> trunks;
  std::vector<detector_text> detectors;
  unsigned session_hours = 12;
  casework::desk_options desk;
  country home{"KZ"};                     ///< numbers of other countries are foreign
  std::uint32_t reports_per_second = 20;  ///< of one source, with bursts of as much; beyond it 429
};

struct reload_result {
  bool adopted = false;
  std::string digest;
  config_errors errors;
  std::vector<std::string> needs_restart{};  ///< keys that differ and stay as they were
};

/// The console's HTTP and WebSocket server: endpoints of api/openapi.yaml, the live feed of
/// api/live-feed.md, /metrics, /healthz, /readyz and the static files. One thread of its own.
class server {
 public:
  struct dependencies {
    call_archive& archive;
    people& directory;
    call_control& calls;
    desk_book& desk;
    desk_roster& roster;
    report_intake& reports;
    api_clients& clients;
    const status_source& status;
    const os::clock& clock;
    std::function<reload_result()> reload_policy;
    policy_trials& trials;
    std::function<std::string()> policy_text;  ///< YAML in force
    std::function<std::string()> metrics;      ///< Prometheus text exposition
    law_desk law;
  };

  /// Binds the port; the error is one line ("127.0.0.1:8080 is in use by another process").
  static std::expected<std::unique_ptr<server>, std::string> open(console_options options,
                                                                  dependencies needs);
  ~server();

  void start();
  void stop();
  /// From the journal's thread: what happened, for the live view. Never blocks; when the queue is
  /// full the live view resynchronises from the archive.
  void publish(std::span<const record> batch);
  /// From any thread: trunks that may have calls from now on, and those that only redirect. Names
  /// of trunks that are configured no longer stay known.
  void know_trunks(const std::vector<std::pair<trunk_id, std::string>>& names,
                   std::unordered_set<std::string> redirecting);
  ip_endpoint address() const;
  /// From any thread.
  desk_figures desk() const;
  report_door_figures report_figures() const;

 private:
  struct state;
  explicit server(std::unique_ptr<state> s);
  std::unique_ptr<state> state_;
};

/// Argon2id PHC string of a password; for `qorgan user` and first start.
std::string hash_password(const std::string& password);

}  // namespace qorgan::console
