#pragma once

#include <chrono>
#include <expected>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/ip_address.h"
#include "console/server.h"
#include "domain/api_clients.h"
#include "domain/centre_status.h"
#include "domain/enquiry.h"

namespace qorgan::console {

struct screen_options {
  ip_endpoint listen;
  /// How long the call path may take, waiting for the record of a refusal included. A quarter more
  /// and the answer is "pass" without it.
  std::chrono::milliseconds patience{250};
  std::vector<detector_text> detectors;
};

/// `POST /v1/screen` of api/openapi.yaml: answers switches that speak no SIP. An address and a
/// thread of its own, so that neither the console's work delays a call nor a flood of questions the
/// console. The thread never waits: it hands a letter to the call path and goes on.
class screen_server {
 public:
  struct dependencies {
    enquiry_desk& calls;
    api_clients& directory;
    /// Whether a trunk's callee is an emergency number; an empty trunk: by any trunk's dial plan.
    /// Called on the server's thread.
    std::function<bool(trunk_id, std::string_view callee)> is_emergency;
  };

  /// Binds the port and reads who may ask; the error is one line.
  static std::expected<std::unique_ptr<screen_server>, std::string> open(screen_options options,
                                                                         dependencies needs);
  ~screen_server();

  void start();
  /// Whoever still waits is answered "pass".
  void stop();
  ip_endpoint address() const;
  /// From any thread; as of the last tenth of a second.
  screening_figures figures() const;

 private:
  struct state;
  explicit screen_server(std::unique_ptr<state> s);
  std::unique_ptr<state> state_;
};

}  // namespace qorgan::console
