#pragma once

namespace CLI {
class App;
}

namespace qorgan::app {

/// `qorgan audit …`: the audit log copied, signed by a witness, looked at.
void add_audit_commands(CLI::App& root, int& status);

}  // namespace qorgan::app
