#pragma once

#include <string>
#include <string_view>

namespace qorgan::console {

/// The beginning of a SIP message, of anybody's making, fit to be shown: printable ASCII,
/// other bytes as \xHH, and in every number of at least six digits the middle hidden, also when its
/// digits are percent-encoded or grouped by visual separators (RFC 3966).
std::string shown_message(std::string_view head);

/// Value of its User-Agent, cleaned and cut; empty: it has none.
std::string user_agent_of(std::string_view head);

/// Name of the scanning tool that this User-Agent is the mark of; empty: none that is known.
std::string_view scanner_of(std::string_view user_agent);

}  // namespace qorgan::console
