#pragma once

namespace CLI {
class App;
}

namespace qorgan::app {

/// Adds the sub-commands that look back: replay, explain, verify.
void add_past_commands(CLI::App& root, int& status);

}  // namespace qorgan::app
