#include "console/live_source.h"

#include <algorithm>
#include <ranges>

namespace qorgan::console {
namespace {

/// A call that was answered with its first record, passed, and made nobody look.
bool is_plain(const record& entry) {
  if (!std::holds_alternative<call_started>(entry.input) || !entry.alerts.empty()) return false;
  if (!entry.decided || entry.decided->would != verdict::pass ||
      entry.decided->enforced != verdict::pass || entry.decided->emergency) {
    return false;
  }
  return std::ranges::any_of(entry.messages, [](const ladder_entry& message) {
    return message.side == leg::caller && message.way == direction::sent && message.status >= 300;
  });
}

}  // namespace

/// With the lock held.
bool live_source::is_left_out(const record& entry) {
  if (go_on_ || !is_plain(entry) || ++plain_calls_ <= kPlainCalls) return false;
  only_counted_.push_back(std::get<call_started>(entry.input).at);
  return true;
}

void live_source::publish(std::span<const record> batch) {
  if (batch.empty()) return;
  const std::lock_guard lock{mutex_};
  newest_seq_ = batch.back().seq;
  if (queue_.size() + batch.size() > limit_) {
    queue_.clear();
    plain_calls_ = 0;
    only_counted_.clear();
    overflowed_ = true;
    ++overflows_;
    return;
  }
  for (const record& entry : batch) {
    if (!is_left_out(entry)) queue_.push_back(entry);
  }
}

bool live_source::drain(std::int64_t steady_ms) {
  bool overflowed = false;
  std::uint64_t newest_seq = 0;
  taken_.clear();
  taken_counts_.clear();
  {
    const std::lock_guard lock{mutex_};
    taken_.swap(queue_);
    taken_counts_.swap(only_counted_);
    plain_calls_ = 0;
    newest_seq = newest_seq_;
    std::swap(overflowed, overflowed_);
  }
  if (!taken_.empty()) {
    const std::lock_guard lock{live_.mutex};
    for (const record& entry : taken_) live_.view.apply(entry);
    for (const timestamp at : taken_counts_) live_.view.count_unlisted(at);
    live_.view.reach(newest_seq);
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
