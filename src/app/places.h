#pragma once

#include <expected>
#include <iosfwd>
#include <memory>
#include <string>

#include "store/store.h"

namespace qorgan::app {

/// Whether something is there and visible from the working directory.
bool can_see(const std::string& path);

/// Where commands look when they are not told: the installed centre's folder and configuration, or
/// the ones of a checkout.
std::string default_data_dir();
/// Empty when no centre is installed.
std::string default_config();

/// Opens the store that the configuration (or, when it is empty, the data folder) names. Run by
/// root, the process becomes the owner of the data folder first: what it writes stays writable for
/// the service. The error is an exit status, said in words on `err`.
std::expected<std::unique_ptr<store::store>, int> open_store(const std::string& config_file,
                                                             const std::string& data,
                                                             std::ostream& err);

}  // namespace qorgan::app
