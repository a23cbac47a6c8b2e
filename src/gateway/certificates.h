#pragma once

#include <expected>
#include <string>

#include "gateway/options.h"
#include "net/tls.h"

namespace qorgan::gateway {

std::expected<std::shared_ptr<net::tls_context>, std::string> open_certificates(
    const tls_files& files);

/// Whether the files can be used: of configuration, before anything starts. The error is one line.
std::expected<void, std::string> check_certificates(const tls_files& files);

}  // namespace qorgan::gateway
