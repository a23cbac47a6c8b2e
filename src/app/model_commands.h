#pragma once

#include <iosfwd>
#include <string>

namespace CLI {
class App;
}

namespace qorgan::app {

/// Adds `train` and `model`.
void add_model_commands(CLI::App& root, int& status);

struct model_line {
  std::string config_file;
  std::string data;   ///< folder with the journal, for `status`
  unsigned days = 7;  ///< of the journal, for `status`
};

/// `qorgan model status`: the models the policy names, and how often the challenger would have
/// decided otherwise in the last days of the journal. Exit status.
int model_status(const model_line& line, std::ostream& out, std::ostream& err);

/// `qorgan model promote`: the challenger becomes the model, which is kept as FILE.previous. One
/// step on disk each, so a crash between leaves a model that is whole. A challenger that does not
/// fit is refused and nothing changes. The centre takes it over with its next reload.
int model_promote(const model_line& line, std::ostream& out, std::ostream& err);

/// `qorgan model back`: FILE.previous becomes the model again, and what it replaces the challenger.
int model_back(const model_line& line, std::ostream& out, std::ostream& err);

}  // namespace qorgan::app
