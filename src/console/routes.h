#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "console/endpoints.h"

namespace qorgan::console {

/// Who gets through to an endpoint before its right is asked for.
enum class door : std::uint8_t {
  open,        ///< everyone
  probe,       ///< everyone; on a thread of its own, so that a database that hangs hides nothing
  signing_in,  ///< everyone of the same origin; runs on the thread that hashes passwords
  session,     ///< a session, and for anything but GET its CSRF token
  confirming,  ///< the same, and the password once more; runs where passwords are hashed
  reporting,   ///< the same, or the bearer token of an API client that may report
};

enum class takes : std::uint8_t { nothing, body };

/// What {id} of a path is.
enum class names : std::uint8_t {
  a_call,    ///< sixteen hexadecimal digits
  a_number,  ///< a decimal number from 1: an order, an appeal, a user
};

struct route {
  net::http_method method;
  std::string_view path;  ///< as in api/openapi.yaml
  door entrance;
  std::optional<right> needs;
  takes input;
  answer (*run)(exchange&);
  names id = names::a_call;
};

/// Every endpoint of the API, the one place that names them. A test compares it with
/// api/openapi.yaml both ways.
std::span<const route> routes();

struct route_match {
  const route* found = nullptr;
  std::string id;     ///< text in place of {id}
  std::string allow;  ///< methods of the path when `found` is null; empty: no such path
};
route_match match_route(net::http_method method, std::string_view path);

}  // namespace qorgan::console
