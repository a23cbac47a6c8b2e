#pragma once

namespace qorgan::app {

/// The command line: parses it, runs the sub-command, returns the exit status.
int run(int argc, char** argv);

}  // namespace qorgan::app
