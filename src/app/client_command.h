#pragma once

#include <iosfwd>
#include <string>
#include <vector>

#include "domain/api_clients.h"

namespace qorgan::app {

struct client_command {
  enum class action { add, list, revoke };
  action what = action::list;
  std::string name;
  std::vector<std::string> trunks;
  std::uint32_t per_second = 1'000;
  std::string reports{};  ///< source of its reports; empty: it may not report
};

/// `qorgan client …`: who may ask over HTTP. `known_trunks` are those of the configuration. A new
/// client's token is printed once and kept nowhere; adding a client again gives it a new token and
/// makes the old one worthless. Exit status.
int run_client(const client_command& command, const std::vector<std::string>& known_trunks,
               api_clients& directory, std::ostream& out, std::ostream& err);

}  // namespace qorgan::app
