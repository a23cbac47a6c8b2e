#include "stir/credential_cache.h"

#include <algorithm>
#include <chrono>

#include "os/thread_name.h"

namespace qorgan::stir {
namespace {

timestamp after_s(timestamp now, std::int64_t seconds) {
  return now + std::chrono::seconds{seconds};
}

}  // namespace

credential_cache::credential_cache(const cache_options& options, unsigned threads,
                                   dependencies needs)
    : options_{options}, needs_{std::move(needs)} {
  for (unsigned i = 0; i < threads; ++i) {
    threads_.emplace_back([this] {
      os::name_this_thread("stir-fetch");
      fetch_loop();
    });
  }
}

credential_cache::~credential_cache() {
  {
    const std::lock_guard lock(guard_);
    stopping_ = true;
  }
  work_.notify_all();
  for (std::thread& each : threads_) each.join();
}

credential_cache::answer credential_cache::find(const std::string& url, waiter when_done) {
  const timestamp now = needs_.now();
  const std::lock_guard lock(guard_);
  auto found = entries_.find(url);
  if (found == entries_.end()) {
    make_room();
    found = entries_.emplace(url, entry{}).first;
  }
  entry& of = found->second;
  of.used = now;
  if (of.done && now < of.expires) {
    ++figures_.credential_hits;
    // Fetched again before it runs out, so that no call has to wait for it.
    if (of.value && now >= of.refresh_at && !of.fetching) queue_fetch(url, of);
    if (of.value) return {state::ready, of.value, passport_status::verified};
    return {state::failed, nullptr, of.why};
  }
  of.done = false;
  of.value = nullptr;
  if (waiting_ == kWaiters || (!of.fetching && !queue_fetch(url, of))) return {};
  of.waiters.push_back(std::move(when_done));
  ++waiting_;
  return {state::pending, nullptr, passport_status::unverified};
}

bool credential_cache::queue_fetch(const std::string& url, entry& of) {
  if (to_fetch_.size() == kFetchQueue) {
    ++figures_.fetch_queue_full;
    return false;
  }
  of.fetching = true;
  to_fetch_.push_back(url);
  work_.notify_one();
  return true;
}

/// Linear, but only for a URL that is new when the cache is full. What is being fetched stays; the
/// fetch queue and the threads bound how much that is.
void credential_cache::make_room() {
  if (entries_.size() < options_.max_credentials) return;
  auto oldest = entries_.end();
  for (auto each = entries_.begin(); each != entries_.end(); ++each) {
    if (each->second.fetching) continue;
    if (oldest == entries_.end() || each->second.used < oldest->second.used) oldest = each;
  }
  if (oldest != entries_.end()) entries_.erase(oldest);
}

void credential_cache::forget_all() {
  const std::lock_guard lock(guard_);
  ++generation_;
  for (auto each = entries_.begin(); each != entries_.end();) {
    each = each->second.fetching ? std::next(each) : entries_.erase(each);
  }
  for (auto& [url, of] : entries_) of.done = false;
}

void credential_cache::fetch_loop() {
  const auto fetch = needs_.fetch();
  std::unique_lock lock(guard_);
  while (true) {
    work_.wait(lock, [this] { return stopping_ || !to_fetch_.empty(); });
    if (stopping_) return;
    const std::string url = std::move(to_fetch_.front());
    to_fetch_.pop_front();
    const std::uint64_t generation = generation_;
    ++figures_.fetches;
    lock.unlock();
    const auto got = fetch(url);
    store(url, generation, got);
    lock.lock();
  }
}

timestamp credential_cache::expiry_of(const fetched& got, const credential& value,
                                      timestamp now) const {
  const std::int64_t said = got.fresh_for_s < 0 ? options_.unsaid_s : got.fresh_for_s;
  const std::int64_t kept = std::clamp<std::int64_t>(said, options_.least_s, options_.most_s);
  return std::min(after_s(now, kept), value.valid_until);
}

void credential_cache::store(const std::string& url, std::uint64_t generation,
                             const std::expected<fetched, fetch_fault>& got) {
  const timestamp now = needs_.now();
  std::shared_ptr<const credential> value;
  passport_status why = passport_status::unverified;
  timestamp expires = after_s(now, options_.failed_s);
  if (!got) {
    if (!is_passing(got.error())) why = passport_status::bad_identity_info;
  } else if (auto read = needs_.read(got->body, now)) {
    expires = expiry_of(*got, *read, now);
    value = std::make_shared<const credential>(std::move(*read));
  } else {
    why = passport_status::unsupported_credential;
  }
  std::vector<waiter> waiters;
  {
    const std::lock_guard lock(guard_);
    if (!got) ++figures_.fetch_failures;
    entry& of = entries_[url];
    of.fetching = false;
    if (generation != generation_) {
      // The trust anchors changed meanwhile: what was just verified may not count any more.
      expires = now;
    }
    // A refresh that failed leaves what is there until it runs out.
    if (value || !of.done || !of.value) {
      of.value = value;
      of.why = why;
      of.done = true;
      of.expires = expires;
      of.refresh_at = now + (expires - now) * 9 / 10;
    } else {
      of.refresh_at = after_s(now, options_.failed_s);
    }
    waiters.swap(of.waiters);
    waiting_ -= waiters.size();
  }
  for (const waiter& each : waiters) each();
}

void credential_cache::add_figures(identity_figures& to) const {
  const std::lock_guard lock(guard_);
  to.credential_hits = figures_.credential_hits;
  to.fetches = figures_.fetches;
  to.fetch_failures = figures_.fetch_failures;
  to.fetch_queue_full = figures_.fetch_queue_full;
  to.waiting = waiting_;
  to.credentials = static_cast<std::uint64_t>(
      std::count_if(entries_.begin(), entries_.end(),
                    [](const auto& each) { return each.second.value != nullptr; }));
}

}  // namespace qorgan::stir
