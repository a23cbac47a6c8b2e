#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "domain/centre_status.h"
#include "os/service_manager.h"

namespace qorgan::app {

/// What proves that a centre works.
struct progress {
  std::uint64_t call_path_rounds = 0;
  std::uint64_t journal_committed = 0;
  bool journal_waits = true;  ///< for nothing: it has committed everything, or the disk refuses and
                              ///< it has said so
};

/// The conversation with the service manager: ready, status, stopping, and a watchdog that is fed
/// only while the centre really works. The main thread beats; that it runs proves nothing, so a
/// beat counts only when the call path has turned since the last one. The journal's thread may be
/// held by the disk for longer: calls pass meanwhile, and killing the process would end their
/// signalling. After `kJournalPatience` it is taken for stuck.
class heartbeat {
 public:
  static constexpr std::chrono::seconds kJournalPatience{120};

  explicit heartbeat(os::service_manager manager) : manager_{std::move(manager)} {}

  /// How often `beat` is due: a third of the watchdog's time, at most five seconds.
  std::chrono::milliseconds interval() const;

  void ready(const std::string& status) const;
  void reloading(std::int64_t monotonic_us) const;
  void reloaded(const std::string& status) const;
  void stopping(const std::string& status) const;
  /// It stops, and waits for calls so long: TimeoutStopSec may be shorter.
  void draining(std::uint64_t live_calls, std::int64_t limit_ms) const;
  /// One sign of life, when there is one. False: none was given.
  bool beat(const progress& now, std::int64_t monotonic_ms, const std::string& status);

 private:
  os::service_manager manager_;
  progress last_;
  std::int64_t journal_moved_ms_ = -1;
  std::string said_;
};

/// "12 live calls, 3.4 calls/s, 2 trunks in shadow, 1 enforcing"; trouble first.
std::string status_line(const centre_status& status);

}  // namespace qorgan::app
