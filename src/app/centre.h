#pragma once

#include <cstdint>
#include <expected>
#include <memory>
#include <string>

#include "app/check_config.h"
#include "app/heartbeat.h"
#include "base/ip_address.h"

namespace qorgan::app {

struct centre_options {
  std::string data_dir = "data";
  std::string http;      ///< overrides console.listen; empty: the configuration's
  std::string web_root;  ///< folder of the built console
};

/// A whole centre in one process: journal, engine, gateway, projection, console, wired together.
/// This is the only place where the concrete adapters meet.
class centre {
 public:
  /// Opens everything and binds every port; the error is one line for the person who started it.
  static std::expected<std::unique_ptr<centre>, std::string> open(checked_config checked,
                                                                  const centre_options& options);
  ~centre();

  void start();
  /// From now on neighbours are told by OPTIONS to send new calls elsewhere.
  void drain();
  std::uint64_t live_calls() const;
  /// How long a stop should wait for live calls.
  std::uint32_t drain_limit_ms() const;
  /// Ends the call path first, then writes out what is queued. Calls that are up are left to the
  /// next process.
  void stop();
  /// Reads configuration, policy and lists again and adopts them whole, or changes nothing and says
  /// why. False: nothing changed.
  bool reload();
  /// How it fares, for the service manager.
  centre_status status() const;
  progress progress_made() const;
  /// Once a minute: one line in the log when something was dropped that nobody else tells.
  void tell_trouble();
  /// What a person should read when the centre has started.
  std::string welcome() const;

  struct state;  ///< defined in centre.cc

 private:
  explicit centre(std::unique_ptr<state> s);
  std::unique_ptr<state> state_;
};

}  // namespace qorgan::app
