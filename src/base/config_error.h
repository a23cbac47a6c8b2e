#pragma once

#include <string>
#include <vector>

namespace qorgan {

/// One mistake in a configuration or policy file. Mistakes are collected, all of them, and printed
/// as "file:line: message"; nothing starts while there is one.
struct config_error {
  std::string file;
  int line = 0;  ///< 1-based; 0 when it concerns the whole file
  std::string message;
};
using config_errors = std::vector<config_error>;

}  // namespace qorgan
