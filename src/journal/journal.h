#pragma once

#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/limits.h"
#include "domain/centre_status.h"
#include "domain/journal_port.h"

namespace qorgan::journal {

/// normal: a committed record survives the death of the process; full: loss of power too.
enum class sync_mode : std::uint8_t { normal, full };

struct journal_options {
  std::string path;  ///< of the SQLite file
  sync_mode sync = sync_mode::full;
  std::size_t ring_bytes = limits::kJournalRingBytes;
  int realtime_level = 0;       ///< of its thread (os/thread_priority.h); 0: an ordinary thread
  std::uint64_t max_bytes = 0;  ///< largest file, without its write-ahead log; 0: the disk's limit
};

/// Called on the journal's thread for every group after the attempt to commit it, in order. Every
/// record is told once: what the disk refused is told with `durable` false, and not again when a
/// later attempt succeeds (`committed` says so). Must not block.
using batch_listener = std::function<void(std::span<const record> batch, bool durable)>;

/// The ordered, durable input log of the engine: one SQLite file in WAL mode, one row per group
/// commit, its payload chained by BLAKE2b so that `verify` finds a changed, removed or added group.
class journal final : public journal_port {
 public:
  static std::expected<std::unique_ptr<journal>, std::string> open(const journal_options& options);
  ~journal() override;

  /// Before `start`: who hears of every group.
  void listen(batch_listener listener);
  void start();
  /// Writes out what is queued and ends the thread; after the last `append`. What the disk still
  /// refuses then is counted as lost.
  void stop();

  bool append(record& entry) noexcept override;
  std::uint64_t committed() const noexcept override;
  bool healthy() const noexcept override;
  bool behind() const noexcept override;
  void wake_on_commit(int event_fd) noexcept override;

  /// Keeps a policy bundle by its digest, for replays. Call before the bundle is adopted. Returns
  /// the digest (SHA-256, hexadecimal).
  std::expected<std::string, std::string> keep_attachment(std::string_view bytes);

  journal_figures figures() const;

 private:
  struct state;
  explicit journal(std::unique_ptr<state> s);
  std::unique_ptr<state> state_;
};

/// Reads a journal file, also while it is being written.
class reader {
 public:
  static std::expected<reader, std::string> open(const std::string& path);
  reader(reader&&) noexcept;
  reader& operator=(reader&&) noexcept;
  ~reader();

  /// The next records behind `after` in order, valid until the next call; empty at the end. Whole
  /// groups: one, or as many more as it takes to have `enough` records.
  std::expected<std::span<const record>, std::string> read_after(std::uint64_t after,
                                                                 std::size_t enough = 1);
  std::expected<std::string, std::string> attachment(std::string_view digest);
  std::uint64_t last_seq();

 private:
  struct state;
  explicit reader(std::unique_ptr<state> s);
  std::unique_ptr<state> state_;
};

struct verify_report {
  std::uint64_t groups = 0;
  std::uint64_t records = 0;
  std::vector<std::string> faults;  ///< empty: whole
};
/// Checks chain, sequence numbers and every record's form.
std::expected<verify_report, std::string> verify(const std::string& path);

}  // namespace qorgan::journal
