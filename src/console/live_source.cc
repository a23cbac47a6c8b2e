#include "console/live_source.h"

#include <algorithm>
#include <ranges>

namespace qorgan::console {

void live_source::publish(std::span<const record> batch) {
  const std::lock_guard lock{mutex_};
  if (queue_.size() + batch.size() > limit_) {
    queue_.clear();
    overflowed_ = true;
    ++overflows_;
    return;
  }
  queue_.insert(queue_.end(), batch.begin(), batch.end());
}

bool live_source::drain(std::int64_t steady_ms) {
  bool overflowed = false;
  taken_.clear();
  {
    const std::lock_guard lock{mutex_};
    taken_.swap(queue_);
    std::swap(overflowed, overflowed_);
  }
  if (!taken_.empty()) {
    const std::lock_guard lock{live_.mutex};
    for (const record& entry : taken_) live_.view.apply(entry);
  }
  if (overflowed || failed_.exchange(false)) {
    next_resync_ms_ = std::max(steady_ms, last_resync_ms_ + kPauseMs);
    settle_ = true;
  }
  if (next_resync_ms_ == 0 || steady_ms < next_resync_ms_) return false;
  last_resync_ms_ = steady_ms;
  next_resync_ms_ = settle_ ? steady_ms + kSettleMs : 0;
  settle_ = false;
  return true;
}

void live_source::resync() {
  try {
    merge_newest();
  } catch (...) {
    failed_ = true;
    throw;
  }
}

void live_source::merge_newest() {
  constexpr std::size_t kRows = 5'000;
  constexpr std::size_t kAskedOneByOne = 500;
  std::vector<call_summary> newest;
  call_query query;
  query.limit = 500;
  for (bool more = true; more && newest.size() < kRows;) {
    const auto page = archive_.find_calls(query);
    newest.insert(newest.end(), page.begin(), page.end());
    more = page.size() == query.limit;
    if (more) query.before = page.back().key;
  }
  std::vector<call_key> older;
  {
    const std::lock_guard lock{live_.mutex};
    for (const call_summary& call : std::views::reverse(newest)) live_.view.merge(call);
    if (!newest.empty()) older = live_.view.live_before(newest.back().key, kAskedOneByOne);
  }
  for (const call_key key : older) {
    const auto kept = archive_.call(key);
    if (!kept) continue;
    const std::lock_guard lock{live_.mutex};
    live_.view.merge(kept->call);
  }
}

}  // namespace qorgan::console
