#pragma once

#include <string>

#include "app/centre.h"

namespace qorgan::app {

struct serve_options {
  std::string config_file;
  centre_options centre;
  std::string ready_file;  ///< created once calls are taken; empty: none
};

/// `qorgan serve`: runs until SIGINT or SIGTERM; SIGHUP reloads the policy. Exit status.
int run_serve(const serve_options& options);

}  // namespace qorgan::app
