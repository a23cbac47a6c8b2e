#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <string>
#include <thread>

#include "casework/desk_options.h"
#include "console/desk_board.h"
#include "console/feed.h"
#include "domain/centre_status.h"
#include "domain/desk.h"
#include "domain/desk_shift.h"

namespace qorgan::console {

/// The desk's own thread: makes cases of new alerts, lets leases and shelves end, and keeps the
/// board. Ten times a second, and at once when somebody did something. While the database does not
/// answer the board stays as it was and says so in `trouble`.
class desk_keeper {
 public:
  struct needs {
    desk_book& book;
    desk_roster& roster;
    guarded_view& live;
    desk_board& board;
    casework::desk_options options;
    std::function<timestamp()> now;
  };
  explicit desk_keeper(needs given) : needs_{std::move(given)} {}
  ~desk_keeper() { stop(); }
  desk_keeper(const desk_keeper&) = delete;
  desk_keeper& operator=(const desk_keeper&) = delete;

  void start();
  void stop();
  void nudge();
  std::string trouble() const;
  desk_figures figures() const;

 private:
  void run();
  void keep();
  bool is_flood(timestamp now);

  needs needs_;
  std::thread thread_;
  mutable std::mutex mutex_;
  std::condition_variable wake_;
  bool nudged_ = false;
  bool stopping_ = false;
  std::string trouble_;
  // Of the thread alone:
  std::uint64_t known_changes_ = ~std::uint64_t{0};
  unsigned rounds_ = 0;
  bool flood_ = false;
};

}  // namespace qorgan::console
