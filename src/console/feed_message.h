#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <variant>

#include "console/feed.h"

namespace qorgan::console {

struct resync_wish {};
struct pong {
  std::uint64_t n = 0;
  std::uint64_t painted_seq = 0;
};
using client_message = std::variant<subscription, resync_wish, pong, presence>;

struct message_error {
  std::string_view code;  ///< bad_json, unknown_message, bad_subscription
  std::string detail;
};

/// A message of a client (api/live-feed.md).
std::expected<client_message, message_error> parse_client_message(std::string_view text);

}  // namespace qorgan::console
