#pragma once

#include <string_view>
#include <utility>

#include "console/dispatch.h"

namespace qorgan::console {

// What every answer of the server wears before it leaves.

inline bool is_api(std::string_view path) {
  return path == "/api" || path.starts_with("/api/");
}

inline problem_code code_of_status(unsigned status) {
  switch (status) {
    case 408: return problem_code::request_timeout;
    case 413: return problem_code::body_too_large;
    case 431: return problem_code::headers_too_large;
    default: return problem_code::bad_request;
  }
}

inline net::http_response secured(net::http_response response, bool api) {
  add_security_headers(response, api);
  return response;
}

inline net::http_response secured(const problem& what) {
  return secured(to_response(what), true);
}

}  // namespace qorgan::console
