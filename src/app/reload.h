#pragma once

#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "app/config.h"
#include "console/server.h"
#include "domain/people.h"

namespace qorgan::app {

/// Keys whose values differ between the configuration a process was opened with and the one that is
/// read again, and that only a restart can change: addresses, tables and memory that are laid out
/// once. Everything else is taken over by a reload.
std::vector<std::string> keys_that_need_a_restart(const config& running, const config& fresh);

/// Id and name of every trunk.
std::vector<std::pair<trunk_id, std::string>> trunk_names(const config& settings);
/// Names of the trunks that redirect.
std::unordered_set<std::string> redirecting_trunks(const config& settings);

/// One line of the log for each mistake, or what was adopted and what needs a restart.
void log_reload(const console::reload_result& result);
/// The same in the audit, for a reload that nobody signed in asked for.
void audit_reload(people& directory, const console::reload_result& result);

}  // namespace qorgan::app
