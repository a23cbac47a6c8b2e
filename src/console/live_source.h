#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <mutex>
#include <span>
#include <vector>

#include "console/feed.h"
#include "domain/call_archive.h"

namespace qorgan::console {

/// Brings journal records into the live view: from the journal's thread through a bounded queue.
/// When the queue is full what is in it is dropped and the view is brought up to date from the
/// archive, twice: at once, and when the projection had time to follow.
///
/// A call of a redirect trunk is over with its answer. When thousands of them a second pass and
/// nothing is wrong with them, nobody can read their rows: beyond kPlainCalls between two drains
/// they are counted, not listed, unless such calls may live on in a mirror of the signalling. The
/// archive has all of them.
class live_source {
 public:
  live_source(guarded_view& live, call_archive& archive, std::size_t queue = 8'192)
      : live_{live}, archive_{archive}, limit_{queue} {}

  /// From the journal's thread; never blocks for more than a copy.
  void publish(std::span<const record> batch);

  /// On the server's thread, often: applies what is queued. True when a resynchronisation is due:
  /// the caller has `resync` run by a thread that may wait.
  bool drain(std::int64_t steady_ms);
  /// Reads the newest calls from the archive, and those that seem to go on and are older. Throws
  /// what the archive throws, after arranging for another attempt.
  void resync();

  /// From any thread: whether redirected calls may go on, so that each needs its row.
  void redirected_calls_go_on(bool value) { go_on_ = value; }

  std::uint64_t overflows() const { return overflows_; }

 private:
  void merge_newest();
  bool is_left_out(const record& entry);

  static constexpr std::size_t kPlainCalls = 200;
  static constexpr std::int64_t kSettleMs = 2'000;  // projection lag that is normal
  static constexpr std::int64_t kPauseMs = 5'000;   // between resyncs under lasting overload

  guarded_view& live_;
  call_archive& archive_;
  std::size_t limit_;
  std::mutex mutex_;
  std::vector<record> queue_;
  std::size_t plain_calls_ = 0;          // in queue_
  std::vector<timestamp> only_counted_;  // calls that are left out of it, by their beginning
  std::uint64_t newest_seq_ = 0;         // published
  bool overflowed_ = false;
  std::vector<record> taken_;
  std::vector<timestamp> taken_counts_;
  std::int64_t next_resync_ms_ = 0;  // 0: none is planned; touched by the server's thread only
  std::int64_t last_resync_ms_ = -kPauseMs;
  bool settle_ = false;
  std::atomic<bool> failed_{false};
  std::atomic<bool> go_on_{false};
  std::atomic<std::uint64_t> overflows_{0};
};

}  // namespace qorgan::console
