#pragma once

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
  /// Ends the call path first, then writes out what is queued.
  void stop();
  /// Reads configuration, policy and lists again and adopts them whole, or changes nothing and says
  /// why. False: nothing changed.
  bool reload();
  /// How it fares, for the service manager.
  centre_status status() const;
  progress progress_made() const;
  /// What a person should read when the centre has started.
  std::string welcome() const;

  struct state;  ///< defined in centre.cc

 private:
  explicit centre(std::unique_ptr<state> s);
  std::unique_ptr<state> state_;
};

}  // namespace qorgan::app
