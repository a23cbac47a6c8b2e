#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include "console/call_json.h"
#include "console/desk_board.h"
#include "console/live_view.h"
#include "net/http_server.h"

namespace qorgan::console {

/// The live view with the lock everyone takes for it, for moments only.
struct guarded_view {
  explicit guarded_view(const std::vector<std::pair<trunk_id, std::string>>& trunks)
      : view{trunks} {}
  std::mutex mutex;
  live_view view;
};

struct feed_options {
  bool demonstration = false;
  country home{"KZ"};
  std::size_t clients = 256;
  std::size_t clients_per_session = 8;
  std::int64_t resync_after_ms = 2'000;  ///< a message this long on its way: snapshot instead
  std::int64_t close_after_ms = 30'000;  ///< … and this long: 4408
  std::int64_t frozen_after_ms = 10'000;
  std::int64_t ping_every_ms = 2'000;
};

/// Browsers on the feed, for the health page.
struct feed_figures {
  std::size_t connected = 0;
  std::size_t slow = 0;
  std::size_t frozen = 0;
  std::int64_t worst_lag_ms = 0;
  std::uint64_t resyncs = 0;
};

/// A console and what its page says of itself.
struct seen_console {
  std::string actor;
  bool hidden = false;  ///< another tab or window is in front of it
  bool frozen = false;  ///< neither paints nor answers
  std::string sound;    ///< "on", "locked" (nobody started the shift), "muted"; empty: not said
};

/// What a page says of itself.
struct presence {
  bool hidden = false;
  std::string sound;
};

/// What a client asked to see.
struct subscription {
  std::string view;
  std::string trunk;
  std::vector<call_state> states;
  std::vector<verdict> verdicts;
  double min_score = 0;
  bool queue = false;  ///< the desk's queue beside the calls

  bool matches(const live_call& call) const;
};

/// The protocol of api/live-feed.md for all clients. It never queues: what changed is remembered
/// per client as a set of calls, and said when the client's connection is free. Everything but
/// `figures` belongs to the thread of the HTTP server. Time comes in.
class feed {
 public:
  struct times {
    timestamp now;               ///< the centre's clock, for people
    std::int64_t steady_ms = 0;  ///< for measuring
  };

  feed(guarded_view& view, const desk_board& board, feed_options options,
       std::function<times()> clock);
  ~feed();

  /// Callbacks for a new connection of this session.
  net::websocket_handler admit(role acts_as, std::string session_hash, std::string actor = {});
  /// Every 200 ms.
  void tick();
  /// Closes with 4401.
  void end_session(const std::string& session_hash);
  std::vector<std::string> sessions() const;
  /// From any thread; as of the last tick.
  feed_figures figures() const;
  std::vector<seen_console> consoles() const;

 private:
  struct client;
  using client_ptr = std::shared_ptr<client>;

  void opened(const client_ptr& who, std::shared_ptr<net::websocket> socket);
  void received(client& who, std::string_view text);
  void sent(client& who);
  void deliver(client& who, const times& at);
  bool give_up_on(client& who, const times& at);
  void send_snapshot(client& who, const times& at);
  void send_delta(client& who, const times& at);
  void send_queue(client& who, const times& at);
  void send(client& who, std::string text, std::int64_t now_ms);
  void complain(client& who, std::string_view code, std::string_view detail);
  void ping(client& who, const times& at);
  void measure(const times& at);

  guarded_view& view_;
  const desk_board& board_;
  feed_options options_;
  std::function<times()> clock_;
  std::map<std::uint64_t, client_ptr> clients_;
  std::uint64_t next_client_ = 1;
  live_counts counts_;
  std::uint64_t resyncs_ = 0;
  mutable std::mutex figures_mutex_;
  feed_figures figures_;
  std::vector<seen_console> consoles_;
};

}  // namespace qorgan::console
