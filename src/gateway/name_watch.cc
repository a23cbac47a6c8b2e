#include "gateway/name_watch.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "os/clock.h"
#include "os/thread_name.h"

namespace qorgan::gateway {
namespace {

constexpr std::int64_t kLongestRetry_ms = 60'000;

std::int64_t monotonic_ms() {
  return os::monotonic_ns() / 1'000'000;
}

}  // namespace

name_watch::name_watch(std::vector<watched_name> names, std::unique_ptr<net::name_source> source,
                       speaks can, moved on_moved)
    : name_watch(std::move(names), std::move(source), std::move(can), std::move(on_moved),
                 times{}) {}

name_watch::name_watch(std::vector<watched_name> names, std::unique_ptr<net::name_source> source,
                       speaks can, moved on_moved, times waits)
    : source_(std::move(source)),
      can_(std::move(can)),
      on_moved_(std::move(on_moved)),
      waits_(waits) {
  replace(std::move(names));
}

name_watch::~name_watch() {
  stop();
}

void name_watch::replace(std::vector<watched_name> names) {
  const std::lock_guard lock(guard_);
  std::vector<std::shared_ptr<entry>> next;
  for (watched_name& name : names) {
    const auto known =
        std::ranges::find_if(entries_, [&](const auto& one) { return one->name == name; });
    if (known != entries_.end()) {
      next.push_back(*known);
    } else {
      next.push_back(std::make_shared<entry>());
      next.back()->name = std::move(name);
    }
  }
  entries_ = std::move(next);
  replaced_ = true;
  changed_.notify_all();
}

void name_watch::start() {
  thread_ = std::thread([this] {
    os::name_this_thread("names");
    run();
  });
}

void name_watch::stop() {
  {
    const std::lock_guard lock(guard_);
    stopping_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

void name_watch::wait_for_first(std::int64_t patience_ms) {
  std::unique_lock lock(guard_);
  changed_.wait_for(lock, std::chrono::milliseconds(patience_ms), [this] {
    return std::ranges::all_of(entries_, [](const auto& one) { return one->asked; });
  });
}

std::vector<std::string> name_watch::troubles() const {
  const std::lock_guard lock(guard_);
  std::vector<std::string> out;
  for (const auto& one : entries_) {
    if (!one->trouble.empty()) out.push_back(one->trouble);
  }
  return out;
}

std::uint64_t name_watch::lookups() const {
  const std::lock_guard lock(guard_);
  return lookups_;
}

std::uint64_t name_watch::failures() const {
  const std::lock_guard lock(guard_);
  return failures_;
}

/// Asks without holding the guard: only this thread changes entries.
void name_watch::look_up(const std::shared_ptr<entry>& one) {
  const auto found = locate(one->name.hop, *source_, can_);
  bool has_moved = false;
  {
    const std::lock_guard lock(guard_);
    one->asked = true;
    ++lookups_;
    if (found) {
      has_moved = found->places != one->places;
      one->places = found->places;
      one->trouble.clear();
      one->retry_ms = 0;
      const std::int64_t ttl_ms = std::int64_t{found->ttl_s} * 1'000;
      one->due_ms = monotonic_ms() + std::clamp(ttl_ms, waits_.least_ms, waits_.most_ms);
    } else {
      ++failures_;
      one->trouble = found.error();
      one->retry_ms =
          std::min(one->retry_ms == 0 ? waits_.retry_ms : 2 * one->retry_ms, kLongestRetry_ms);
      one->due_ms = monotonic_ms() + one->retry_ms;
    }
  }
  if (has_moved) on_moved_(one->name, *found);
  changed_.notify_all();
}

void name_watch::run() {
  constexpr std::chrono::milliseconds kNothingToDo{60'000};
  std::shared_ptr<entry> due;
  std::unique_lock lock(guard_);
  while (!stopping_) {
    replaced_ = false;
    const auto next =
        std::ranges::min_element(entries_, {}, [](const auto& one) { return one->due_ms; });
    const bool any = next != entries_.end();
    const std::int64_t left_ms = any ? (*next)->due_ms - monotonic_ms() : 0;
    if (any && left_ms <= 0) {
      due = *next;  // `replace` may take it off the list meanwhile
      lock.unlock();
      look_up(due);
      lock.lock();
      continue;
    }
    changed_.wait_for(lock, any ? std::chrono::milliseconds{left_ms} : kNothingToDo,
                      [this] { return stopping_ || replaced_; });
  }
}

}  // namespace qorgan::gateway
