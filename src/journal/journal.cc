#include "journal/journal.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <atomic>
#include <mutex>
#include <thread>

#include "journal/journal_file.h"
#include "journal/record_ring.h"
#include "os/clock.h"
#include "os/thread_name.h"
#include "os/thread_priority.h"

// The call path encodes a record into the ring and goes on. The journal's thread commits what is
// queued as one group, where it stands in the ring; the ring's memory is given back only after the
// commit, so records the disk refuses simply stay there and are tried again.
//
// Commits start at least kSpacing apart, kBusySpacing when many records come: a record after a
// pause is committed at once; under load many share a commit and waking the thread takes no system
// call.

namespace qorgan::journal {
namespace {

constexpr std::int64_t kMillisecondNs = 1'000'000, kSpacingNs = 4 * kMillisecondNs;
constexpr std::int64_t kBusySpacingNs = 10 * kMillisecondNs;
constexpr std::size_t kBusyRecords = 32;  // in one group
constexpr std::int64_t kRetryNs = 500 * kMillisecondNs, kLookForFileNs = 1000 * kMillisecondNs;

/// Whether the journal's thread must be woken for a record.
enum class rest : std::uint32_t { awake, lingering, asleep };

void signal(int event_fd) noexcept {
  const std::uint64_t one = 1;
  [[maybe_unused]] const auto written = ::write(event_fd, &one, sizeof one);
}

}  // namespace

struct journal::state {
  state(const journal_options& opened, journal_file opened_file)
      : options{opened},
        ring{opened.ring_bytes},
        file{std::move(opened_file)},
        wake_fd{::eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC)},
        next_seq{file.last_seq() + 1},
        delivered{ring.oldest()},
        delivered_seq{file.last_seq()},
        committed{file.last_seq()} {}
  ~state() { ::close(wake_fd); }
  state(const state&) = delete;
  state& operator=(const state&) = delete;

  void run();
  void commit_group();
  void deliver(record_ring::cursor until, bool durable);
  void sleep_until_woken();
  void pause(std::int64_t until_ns);
  std::expected<void, std::string> write(const record_run& run);
  void fare(std::expected<void, std::string> outcome);
  void tell();
  bool stopping() const { return stop_asked.load(std::memory_order_acquire); }

  const journal_options options;
  record_ring ring;
  os::clock clock;
  std::mutex file_guard;  // the journal's thread, and whoever keeps an attachment
  journal_file file;
  const int wake_fd;
  batch_listener listener;
  std::thread thread;

  // Call path.
  std::uint64_t next_seq;
  std::atomic<std::uint64_t> appended{0};
  std::atomic<std::uint64_t> lost{0};

  // The journal's thread.
  std::vector<record> decoded;
  record_ring::cursor delivered;  // the listener has heard of everything before it
  std::uint64_t delivered_seq;
  std::int64_t last_commit_ns = -kBusySpacingNs;
  std::int64_t spacing_ns = kSpacingNs;
  std::int64_t last_look_ns = 0;

  alignas(64) std::atomic<rest> resting{rest::awake};
  std::atomic<std::uint64_t> committed;
  std::atomic<bool> healthy{true};
  std::atomic<bool> stop_asked{false};
  std::atomic<int> event_fd{-1};
  mutable std::mutex trouble_guard;
  std::string trouble;
  timestamp trouble_since;
};

void journal::state::run() {
  os::name_this_thread("journal");
  if (options.realtime_level > 0) os::run_before_other_threads(options.realtime_level);
  for (;;) {
    const bool last_round = stopping();
    if (ring.empty()) {
      if (last_round) return;
      sleep_until_woken();
      continue;
    }
    if (!last_round) pause(last_commit_ns + spacing_ns);
    commit_group();
    if (healthy.load(std::memory_order_relaxed)) continue;
    if (last_round) return;
    pause(os::monotonic_ns() + kRetryNs);
  }
}

void journal::state::commit_group() {
  last_commit_ns = os::monotonic_ns();
  record_ring::cursor end = ring.oldest();
  const record_run run = ring.peek(end, ring.newest());
  spacing_ns = run.records < kBusyRecords ? kSpacingNs : kBusySpacingNs;
  auto outcome = write(run);
  const bool durable = outcome.has_value();
  if (durable) {
    committed.store(committed.load(std::memory_order_relaxed) + run.records,
                    std::memory_order_release);
  }
  fare(std::move(outcome));
  if (durable) {
    tell();
    deliver(end, true);
    ring.release(end);
    return;
  }
  // The live feed goes on while the disk refuses: it hears of everything that is waiting.
  deliver(ring.newest(), false);
}

std::expected<void, std::string> journal::state::write(const record_run& run) {
  const std::lock_guard lock(file_guard);
  if (last_commit_ns - last_look_ns > kLookForFileNs || !healthy.load(std::memory_order_relaxed)) {
    last_look_ns = last_commit_ns;
    if (file.is_gone()) return std::unexpected("the journal's file was moved or deleted");
  }
  group next;
  next.first_seq = file.last_seq() + 1;
  next.last_seq = file.last_seq() + run.records;
  next.at_us = to_us(clock.now());
  next.payload = run.bytes;
  return file.append(next);
}

/// Hands the listener what it has not heard of up to `until`.
void journal::state::deliver(record_ring::cursor until, bool durable) {
  while (delivered.at < until.at) {
    const record_run run = ring.peek(delivered, until);
    if (!listener || run.records == 0) continue;
    if (decoded.size() < run.records) decoded.resize(run.records);
    const std::byte* at = run.bytes.data();
    for (std::size_t i = 0; i < run.records; ++i) {
      const std::size_t length = length_at(at);
      // What codec::encode has just made, codec::decode reads; its test holds that.
      [[maybe_unused]] const auto read = codec::decode({at + kLengthBytes, length}, decoded[i]);
      decoded[i].seq = ++delivered_seq;
      at += kLengthBytes + length;
    }
    listener(std::span<const record>{decoded.data(), run.records}, durable);
  }
}

/// Keeps `healthy` and its words; tells the call path when it changes.
void journal::state::fare(std::expected<void, std::string> outcome) {
  const bool was = healthy.load(std::memory_order_relaxed);
  if (outcome && was) return;
  {
    const std::lock_guard lock(trouble_guard);
    if (was) trouble_since = clock.now();
    if (outcome) trouble_since = kNever;
    trouble = outcome ? std::string{} : std::move(outcome.error());
  }
  healthy.store(outcome.has_value(), std::memory_order_release);
  if (was != outcome.has_value()) tell();
}

void journal::state::tell() {
  const int fd = event_fd.load(std::memory_order_acquire);
  if (fd >= 0) signal(fd);
}

void journal::state::sleep_until_woken() {
  resting.store(rest::asleep, std::memory_order_seq_cst);
  // Pairs with the fence in append(): either this sees the record or the producer sees the rest.
  std::atomic_thread_fence(std::memory_order_seq_cst);
  if (ring.empty() && !stopping()) {
    pollfd waiting{wake_fd, POLLIN, 0};
    ::poll(&waiting, 1, -1);
  }
  resting.store(rest::awake, std::memory_order_relaxed);
  std::uint64_t woken;
  [[maybe_unused]] const auto got = ::read(wake_fd, &woken, sizeof woken);
}

/// Waits unless asked to stop or the ring fills up.
void journal::state::pause(std::int64_t until_ns) {
  const std::int64_t left = until_ns - os::monotonic_ns();
  if (left <= 0) return;
  resting.store(rest::lingering, std::memory_order_relaxed);
  pollfd waiting{wake_fd, POLLIN, 0};
  const timespec span{left / 1'000'000'000, left % 1'000'000'000};
  if (!stopping()) ::ppoll(&waiting, 1, &span, nullptr);
  resting.store(rest::awake, std::memory_order_relaxed);
  std::uint64_t woken;
  [[maybe_unused]] const auto got = ::read(wake_fd, &woken, sizeof woken);
}

journal::journal(std::unique_ptr<state> s) : state_{std::move(s)} {}

journal::~journal() {
  stop();
}

std::expected<std::unique_ptr<journal>, std::string> journal::open(const journal_options& options) {
  auto file = journal_file::open(options);
  if (!file) return std::unexpected(file.error());
  auto s = std::make_unique<state>(options, std::move(*file));
  if (s->wake_fd < 0) return std::unexpected(options.path + ": no eventfd left");
  return std::unique_ptr<journal>(new journal(std::move(s)));
}

void journal::listen(batch_listener listener) {
  state_->listener = std::move(listener);
}

void journal::start() {
  if (state_->thread.joinable()) return;
  state_->thread = std::thread([s = state_.get()] { s->run(); });
}

void journal::stop() {
  if (!state_->thread.joinable()) return;
  state_->stop_asked.store(true, std::memory_order_release);
  signal(state_->wake_fd);
  state_->thread.join();
  const std::uint64_t left = state_->next_seq - 1 - committed();  // the disk refuses to the end
  state_->lost.fetch_add(left, std::memory_order_relaxed);
}

bool journal::append(record& entry) noexcept {
  state& s = *state_;
  if (!s.ring.push(entry)) {
    s.lost.fetch_add(1, std::memory_order_relaxed);
    return false;
  }
  entry.seq = s.next_seq++;
  s.appended.store(s.appended.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
  std::atomic_thread_fence(std::memory_order_seq_cst);
  const rest resting = s.resting.load(std::memory_order_relaxed);
  if (resting == rest::asleep || (resting == rest::lingering && s.ring.is_half_full())) {
    s.resting.store(rest::awake, std::memory_order_relaxed);
    signal(s.wake_fd);
  }
  return true;
}

std::uint64_t journal::committed() const noexcept {
  return state_->committed.load(std::memory_order_acquire);
}

bool journal::behind() const noexcept {
  return state_->ring.is_half_full();
}

bool journal::healthy() const noexcept {
  return state_->healthy.load(std::memory_order_acquire);
}

void journal::wake_on_commit(int event_fd) noexcept {
  state_->event_fd.store(event_fd, std::memory_order_release);
}

std::expected<std::string, std::string> journal::keep_attachment(std::string_view bytes) {
  const std::lock_guard lock(state_->file_guard);
  return state_->file.keep_attachment(bytes);
}

journal_figures journal::figures() const {
  const state& s = *state_;
  journal_figures out;
  out.appended = s.appended.load(std::memory_order_relaxed);
  out.committed = committed();
  out.lost = s.lost.load(std::memory_order_relaxed);
  out.healthy = healthy();
  out.bytes = file_bytes(s.options.path) + file_bytes(s.options.path + "-wal");
  const std::lock_guard lock(s.trouble_guard);
  out.trouble = s.trouble;
  out.trouble_since = s.trouble_since;
  return out;
}

}  // namespace qorgan::journal
