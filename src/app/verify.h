#pragma once

#include <iosfwd>
#include <string>

namespace qorgan::app {

/// `qorgan verify`: the journal's chain, its numbers and every record; that no call was recorded
/// twice; that the store stands where the journal ends; and that every refused call has its row.
/// May run beside a centre that takes calls. Prints a report; 0: whole, 1: not.
int run_verify(const std::string& data_dir, const std::string& store_url, std::ostream& out);

}  // namespace qorgan::app
