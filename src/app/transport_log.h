#pragma once

#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "domain/centre_status.h"

namespace qorgan::app {

/// Says in the log what an engineer has to know of connections, at most one line a minute of each
/// kind: handshakes refused, connections closed for what they did, names that are not found, a
/// certificate that ends soon. A thread of its own looks at the figures; the call path writes no
/// log.
class transport_log {
 public:
  using line =
      std::function<void(const std::string& event, const std::string& detail, std::uint64_t count)>;

  explicit transport_log(line write) : write_(std::move(write)) {}
  ~transport_log() { stop(); }

  /// Looks at `figures()` once a second from now on.
  void start(std::function<gateway_figures()> figures);
  void stop();

  /// One look; `now_ms` of any clock that does not run back.
  void look(const gateway_figures& figures, timestamp now, std::int64_t now_ms);

 private:
  struct said {
    std::uint64_t count = 0;
    std::int64_t next_ms = 0;
  };
  void count(const std::string& event, const std::string& detail, std::uint64_t total,
             std::int64_t now_ms);

  line write_;
  std::map<std::string, said> said_;
  std::vector<std::string> troubles_;
  std::mutex guard_;
  std::condition_variable changed_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace qorgan::app
