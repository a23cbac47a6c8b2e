#pragma once

#include <optional>
#include <string>

#include "console/endpoints.h"

namespace qorgan::console {

inline constexpr std::string_view kSessionCookie = "qorgan_session";

/// SHA-256 of the request's session cookie, or "".
std::string session_hash_of(const net::http_request& request);

/// The person behind the session; nothing when it does not exist, has expired, or the person is
/// disabled. Asks the database.
std::optional<signed_in> find_signed_in(endpoint_needs& needs, const std::string& session_hash);

/// True when this person may sign in to this centre at all.
bool may_enter(const user& person, const console_options& options);

}  // namespace qorgan::console
