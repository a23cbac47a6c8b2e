#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <unordered_set>
#include <utility>

#include "console/feed.h"

namespace qorgan::console {

/// One browser on the feed.
struct feed::client {
  std::uint64_t number = 0;
  role acts_as = role::operator_;
  std::string session_hash;
  std::string actor;
  presence said;
  std::shared_ptr<net::websocket> socket;
  std::optional<subscription> wish;
  bool needs_snapshot = false;
  bool late = false;                   // counted once per time it is slow
  std::unordered_set<call_key> dirty;  // changed since it was last told
  std::unordered_set<call_key> shown;  // rows it has
  std::uint64_t seq = 0;
  std::deque<std::pair<std::uint64_t, std::int64_t>> unpainted;  // seq, sent at (ms)
  std::uint64_t noted_seq = 0;                                   // newest in `unpainted`
  std::uint64_t painted_seq = 0;
  std::int64_t sent_at_ms = 0;
  std::int64_t heard_at_ms = 0;
  std::int64_t pinged_at_ms = 0;
  std::uint64_t pings = 0;
  live_counts told;
  std::uint64_t queue_version = 0;  // of the board when it was last told; 0: never
  desk_board::told cases;
};

}  // namespace qorgan::console
