#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>

#include "console/screen/screen_answer.h"
#include "net/http_server.h"

namespace qorgan::console {

/// A request whose answer the call path owes.
struct waiting {
  std::function<void(net::http_response)> respond;
  bool question = true;  ///< false: news of a call
  language in = language::en;
  std::int64_t began_ns = 0;
  std::int64_t ends_ns = 0;  ///< then it is answered without the call path
};

/// Requests by ticket. All wait equally long, so the oldest ticket is the first to run out. Bounded
/// by the connections of the server, each of which has one request.
class waiting_room {
 public:
  /// The ticket; never 0.
  std::uint64_t enter(waiting who) {
    inside_.emplace_hint(inside_.end(), ++last_, std::move(who));
    return last_;
  }
  std::optional<waiting> leave(std::uint64_t ticket) {
    const auto found = inside_.find(ticket);
    if (found == inside_.end()) return std::nullopt;
    std::optional<waiting> out{std::move(found->second)};
    inside_.erase(found);
    return out;
  }
  /// One whose time is up, longest waiting first.
  std::optional<waiting> next_overdue(std::int64_t now_ns) {
    if (inside_.empty() || inside_.begin()->second.ends_ns > now_ns) return std::nullopt;
    return leave(inside_.begin()->first);
  }
  std::size_t size() const { return inside_.size(); }

 private:
  std::map<std::uint64_t, waiting> inside_;
  std::uint64_t last_ = 0;
};

}  // namespace qorgan::console
