#pragma once

#include "console/endpoints.h"
#include "console/routes.h"

namespace qorgan::console {

/// Takes one request from its route to its response: origin, session, CSRF token, right, body, then
/// the endpoint. Runs on a worker thread; never throws.
net::http_response dispatch(endpoint_needs& needs, const route_match& match,
                            const net::http_request& request);

/// Headers every response carries.
void add_security_headers(net::http_response& response, bool api);

}  // namespace qorgan::console
