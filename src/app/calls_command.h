#pragma once

#include <iosfwd>
#include <string>

#include "domain/call_archive.h"

namespace CLI {
class App;
}

namespace qorgan::app {

struct calls_command {
  std::string would;     ///< verdict the policy came to; empty: any
  std::string enforced;  ///< verdict carried out; empty: any
  std::string trunk;
  unsigned hours = 24;
  unsigned limit = 20;
  bool show_numbers = false;
};

/// `qorgan calls`: how many calls of the last hours each rule of each trunk stands for, then the
/// newest of them. What a network engineer reads before she enforces a trunk. Exit status.
int run_calls(const calls_command& command, call_archive& archive, timestamp now, std::ostream& out,
              std::ostream& err);

/// Declares the sub-command.
void add_calls(CLI::App& root, int& status);

}  // namespace qorgan::app
