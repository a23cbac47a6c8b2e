#include "app/projector.h"

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <thread>

#include "journal/journal.h"
#include "os/thread_name.h"
#include "os/thread_priority.h"

namespace qorgan::app {
namespace {

using namespace std::chrono_literals;

/// Records of one transaction: enough to share its cost, few enough to stay in the cache.
constexpr std::size_t kBatchRecords = 1024;
/// New records gather this long: a search may be so far behind, and a transaction costs the same
/// for one record as for a hundred.
constexpr auto kGather = 50ms;
constexpr std::chrono::milliseconds kFirstRetry = 100ms;
constexpr std::chrono::milliseconds kLongestRetry = 5s;
/// The journal tells of every group; this is only for what was missed.
constexpr auto kLookAnyway = 2s;

}  // namespace

struct projector::state {
  state(std::string path, store::store& into) : journal_path{std::move(path)}, to{into} {}

  void run();
  void follow();
  void fare(std::string words);
  bool wait(std::chrono::milliseconds longest, bool until_notified);

  const std::string journal_path;
  store::store& to;
  std::thread thread;
  std::optional<journal::reader> source;
  std::uint64_t position = 0;

  mutable std::mutex guard;
  std::condition_variable woken;
  bool something_new = true;
  bool stop_asked = false;
  projection_figures told;
};

void projector::state::run() {
  std::chrono::milliseconds retry = kFirstRetry;
  for (;;) {
    try {
      follow();
      fare({});
      retry = kFirstRetry;
      if (wait(kLookAnyway, true)) continue;
    } catch (const std::exception& error) {
      source.reset();
      fare(error.what());
      if (wait(retry, false)) {
        retry = std::min(2 * retry, kLongestRetry);
        continue;
      }
    }
    break;
  }
  try {  // the last round: what was committed before stop() was called
    follow();
  } catch (const std::exception& error) {
    fare(error.what());
  }
}

/// Applies everything behind the store's position.
void projector::state::follow() {
  if (!source) {
    auto opened = journal::reader::open(journal_path);
    if (!opened) throw std::runtime_error("journal: " + opened.error());
    source.emplace(std::move(*opened));
    position = to.position();
  }
  for (;;) {
    const auto batch = source->read_after(position, kBatchRecords);
    if (!batch) throw std::runtime_error("journal: " + batch.error());
    if (batch->empty()) break;
    to.project(*batch);
    position = batch->back().seq;
    fare({});
  }
  if (const std::uint64_t end = source->last_seq(); end < position) {
    throw std::runtime_error("the store stands at record " + std::to_string(position) +
                             " but the journal ends at " + std::to_string(end) +
                             ": they do not belong together");
  }
}

void projector::state::fare(std::string words) {
  const std::lock_guard lock(guard);
  told.position = position;
  told.healthy = words.empty();
  told.trouble = std::move(words);
}

/// False when it is time to stop.
bool projector::state::wait(std::chrono::milliseconds longest, bool until_notified) {
  std::unique_lock lock(guard);
  woken.wait_for(lock, longest, [&] { return stop_asked || (until_notified && something_new); });
  if (until_notified && something_new) {
    woken.wait_for(lock, kGather, [&] { return stop_asked; });
  }
  something_new = false;
  return !stop_asked;
}

projector::projector(std::string journal_path, store::store& to)
    : state_{std::make_unique<state>(std::move(journal_path), to)} {}

projector::~projector() {
  stop();
}

void projector::start() {
  if (state_->thread.joinable()) return;
  state_->thread = std::thread([s = state_.get()] {
    os::name_this_thread("projection");
    os::yield_to_other_threads();
    s->run();
  });
}

void projector::stop() {
  if (!state_->thread.joinable()) return;
  {
    const std::lock_guard lock(state_->guard);
    state_->stop_asked = true;
  }
  state_->woken.notify_one();
  state_->thread.join();
}

void projector::notify() noexcept {
  const std::lock_guard lock(state_->guard);
  if (state_->something_new) return;
  state_->something_new = true;
  state_->woken.notify_one();
}

projection_figures projector::figures() const {
  const std::lock_guard lock(state_->guard);
  return state_->told;
}

}  // namespace qorgan::app
