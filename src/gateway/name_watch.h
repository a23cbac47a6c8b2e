#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "gateway/locate.h"

namespace qorgan::gateway {

/// A next hop with a name: which one, and what is known of it.
struct watched_name {
  trunk_id trunk;
  next_hop hop;

  bool operator==(const watched_name&) const = default;
};

/// Looks up the names of next hops on a thread of its own and again when their TTL is over. The
/// last good answer stays in force for as long as DNS fails.
class name_watch {
 public:
  /// Called on the thread of the watch, when a name leads elsewhere than before.
  using moved = std::function<void(const watched_name&, const location&)>;

  struct times {
    std::int64_t least_ms = 5'000;  ///< between two look-ups of one name, whatever the TTL
    std::int64_t most_ms = 3'600'000;
    std::int64_t retry_ms = 5'000;  ///< after a failure; doubled up to a minute
  };

  name_watch(std::vector<watched_name> names, std::unique_ptr<net::name_source> source, speaks can,
             moved on_moved);
  name_watch(std::vector<watched_name> names, std::unique_ptr<net::name_source> source, speaks can,
             moved on_moved, times waits);
  ~name_watch();

  void start();
  /// Other names from now on. What is known of those that stay is kept.
  void replace(std::vector<watched_name> names);
  /// Waits until every name has been asked for once, or the time is over.
  void wait_for_first(std::int64_t patience_ms);
  void stop();

  /// Names that could not be looked up the last time, with the reason.
  std::vector<std::string> troubles() const;
  std::uint64_t lookups() const;
  std::uint64_t failures() const;

 private:
  struct entry {
    watched_name name;
    std::vector<located> places;
    std::int64_t due_ms = 0;
    std::int64_t retry_ms = 0;
    bool asked = false;
    std::string trouble;
  };

  void run();
  void look_up(const std::shared_ptr<entry>& one);

  std::unique_ptr<net::name_source> source_;
  speaks can_;
  moved on_moved_;
  times waits_;
  mutable std::mutex guard_;  // of what follows
  std::condition_variable changed_;
  std::vector<std::shared_ptr<entry>> entries_;
  std::uint64_t lookups_ = 0;
  std::uint64_t failures_ = 0;
  bool stopping_ = false;
  bool replaced_ = false;  // entries_, since the thread looked last
  std::thread thread_;
};

}  // namespace qorgan::gateway
