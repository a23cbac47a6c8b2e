#include "console/desk_keeper.h"

#include <algorithm>

#include "os/thread_name.h"

namespace qorgan::console {
namespace {

using namespace std::chrono_literals;

constexpr auto kLookEvery = 100ms;
constexpr auto kAfterTrouble = 1'000ms;
constexpr unsigned kSweepRounds = 5;   // twice a second
constexpr unsigned kFloodRounds = 20;  // every two seconds

}  // namespace

void desk_keeper::start() {
  thread_ = std::thread([this] {
    os::name_this_thread("desk");
    run();
  });
}

void desk_keeper::stop() {
  if (!thread_.joinable()) return;
  {
    const std::lock_guard lock{mutex_};
    stopping_ = true;
  }
  wake_.notify_one();
  thread_.join();
}

void desk_keeper::nudge() {
  {
    const std::lock_guard lock{mutex_};
    nudged_ = true;
  }
  wake_.notify_one();
}

std::string desk_keeper::trouble() const {
  const std::lock_guard lock{mutex_};
  return trouble_;
}

desk_figures desk_keeper::figures() const {
  const desk_counts counts = needs_.board.counts();
  return {.waiting = counts.waiting,
          .urgent_waiting = counts.urgent_waiting,
          .claimed = counts.claimed,
          .overdue = counts.overdue,
          .escalated = counts.escalated,
          .flood = counts.flood,
          .trouble = trouble()};
}

void desk_keeper::run() {
  for (;;) {
    std::string trouble;
    try {
      keep();
    } catch (const std::exception& error) {
      trouble = error.what();
    }
    std::unique_lock lock{mutex_};
    const auto patience = trouble.empty() ? kLookEvery : kAfterTrouble;
    trouble_ = std::move(trouble);
    wake_.wait_for(lock, patience, [this] { return stopping_ || nudged_; });
    nudged_ = false;
    if (stopping_) return;
  }
}

bool desk_keeper::is_flood(timestamp now) {
  if (rounds_ % kFloodRounds != 0) return flood_;
  const unsigned alerts = needs_.book.alerts_since(now - casework::kFloodWindow);
  const auto at_work =
      std::ranges::count_if(needs_.roster.on_shift(),
                            [](const shift_member& each) { return !happened(each.break_since); });
  return casework::is_flood(alerts, static_cast<unsigned>(at_work), needs_.options.flood_alerts);
}

void desk_keeper::keep() {
  const timestamp now = needs_.now();
  flood_ = is_flood(now);
  needs_.book.take_alerts({.flood = flood_}, now);
  if (rounds_ % kSweepRounds == 0) {
    needs_.book.sweep(now, now - std::chrono::seconds{needs_.options.abandoned_s});
  }
  ++rounds_;
  const std::uint64_t changes = needs_.book.changes();
  if (changes != known_changes_) {
    needs_.board.replace(needs_.book.open_cases());
    known_changes_ = changes;
  }
  const std::lock_guard lock{needs_.live.mutex};
  needs_.board.refresh(needs_.live.view, needs_.options.limits, now, flood_);
}

}  // namespace qorgan::console
