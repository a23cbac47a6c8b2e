#include "stir/credential_cache.h"

#include <gtest/gtest.h>

#include <atomic>
#include <map>

#include "stir/testing.h"

namespace qorgan::stir {
namespace {

using namespace testing;
using state = credential_cache::state;

/// A repository whose answers the test holds back, and a clock the test moves.
class repository {
 public:
  explicit repository(cache_options options = {}, unsigned threads = 1)
      : cache{options, threads, dependencies()} {}
  ~repository() { release(); }

  credential_cache::dependencies dependencies() {
    return {[this] {
              return [this](const std::string& url) -> std::expected<fetched, fetch_fault> {
                std::unique_lock lock(guard);
                ++fetches;
                began.notify_all();
                moved.wait(lock, [this] { return !held; });
                if (fault) return std::unexpected(*fault);
                return fetched{url, fresh_for_s};
              };
            },
            [](std::string_view pem, timestamp) -> std::expected<credential, credential_fault> {
              if (pem.ends_with("bad")) return std::unexpected(credential_fault::untrusted);
              credential out;
              out.valid_until = at_s(1'000'000);
              return out;
            },
            [this] { return now.load(); }};
  }
  void release() {
    const std::lock_guard lock(guard);
    held = false;
    moved.notify_all();
  }
  void wait_for_fetches(int count) {
    std::unique_lock lock(guard);
    ASSERT_TRUE(began.wait_for(lock, std::chrono::seconds{5}, [&] { return fetches >= count; }));
  }
  credential_cache::answer find(const std::string& url) {
    return cache.find(url, [this] {
      const std::lock_guard lock(guard);
      ++woken;
      woke.notify_all();
    });
  }
  void wait_for_woken(int count) {
    std::unique_lock lock(guard);
    ASSERT_TRUE(woke.wait_for(lock, std::chrono::seconds{5}, [&] { return woken >= count; }));
  }
  /// Asks and waits until the answer is there.
  credential_cache::answer fetch(const std::string& url) {
    const int before = woken;
    const auto first = find(url);
    if (first.is != state::pending) return first;
    wait_for_woken(before + 1);
    return find(url);
  }

  std::mutex guard;
  std::condition_variable moved, began, woke;
  bool held = false;
  int fetches = 0;
  int woken = 0;
  std::optional<fetch_fault> fault;
  std::int64_t fresh_for_s = -1;
  std::atomic<timestamp> now{kNow};
  credential_cache cache;  // last: its threads use everything above
};

TEST(credential_cache, fetched_once_by_however_many_ask) {
  repository from;
  from.held = true;
  for (int i = 0; i < 100; ++i) EXPECT_EQ(from.find("a").is, state::pending);
  from.release();
  from.wait_for_woken(100);
  EXPECT_EQ(from.find("a").is, state::ready);
  EXPECT_EQ(from.fetches, 1);
  identity_figures figures;
  from.cache.add_figures(figures);
  EXPECT_EQ(figures.fetches, 1u);
  EXPECT_EQ(figures.credentials, 1u);
  EXPECT_EQ(figures.credential_hits, 1u);
  EXPECT_EQ(figures.waiting, 0u);
}

TEST(credential_cache, kept_as_long_as_its_server_says_within_bounds) {
  const std::pair<std::int64_t, std::int64_t> cases[] = {
      {-1, 3'600}, {0, 60}, {600, 600}, {1'000'000'000, 86'400}};
  for (const auto& [said, kept] : cases) {
    repository from;
    from.fresh_for_s = said;
    EXPECT_EQ(from.fetch("a").is, state::ready);
    from.now = at_s(kept / 2);
    EXPECT_EQ(from.find("a").is, state::ready) << said;
    from.now = at_s(kept);
    EXPECT_EQ(from.find("a").is, state::pending) << said;
  }
}

TEST(credential_cache, fetched_again_before_it_runs_out_and_nobody_waits) {
  repository from;
  from.fresh_for_s = 1'000;
  EXPECT_EQ(from.fetch("a").is, state::ready);
  from.now = at_s(950);
  EXPECT_EQ(from.find("a").is, state::ready);
  from.wait_for_fetches(2);
  from.now = at_s(999);
  EXPECT_EQ(from.find("a").is, state::ready);
}

TEST(credential_cache, a_failure_is_remembered_and_then_tried_again) {
  repository from;
  from.fault = fetch_fault::bad_status;
  const auto failed = from.fetch("a");
  EXPECT_EQ(failed.is, state::failed);
  EXPECT_EQ(failed.why, passport_status::bad_identity_info);
  from.now = at_s(29);
  EXPECT_EQ(from.find("a").is, state::failed);
  EXPECT_EQ(from.fetches, 1);
  from.now = at_s(30);
  from.fault.reset();
  EXPECT_EQ(from.fetch("a").is, state::ready);
}

TEST(credential_cache, what_a_failure_says_of_the_call) {
  const std::pair<fetch_fault, passport_status> cases[] = {
      {fetch_fault::not_allowed, passport_status::unverified},
      {fetch_fault::unreachable, passport_status::unverified},
      {fetch_fault::timed_out, passport_status::unverified},
      {fetch_fault::private_address, passport_status::bad_identity_info},
      {fetch_fault::bad_status, passport_status::bad_identity_info},
      {fetch_fault::bad_redirect, passport_status::bad_identity_info},
      {fetch_fault::too_large, passport_status::bad_identity_info}};
  for (const auto& [fault, status] : cases) {
    repository from;
    from.fault = fault;
    EXPECT_EQ(from.fetch("a").why, status) << to_string(fault);
  }
  repository from;
  EXPECT_EQ(from.fetch("is-bad").why, passport_status::unsupported_credential);
}

TEST(credential_cache, full_it_forgets_what_was_unused_for_longest) {
  repository from{{.max_credentials = 3}};
  for (const char* url : {"a", "b", "c"}) {
    EXPECT_EQ(from.fetch(url).is, state::ready);
    from.now = from.now.load() + std::chrono::seconds{1};
  }
  from.find("a");
  EXPECT_EQ(from.fetch("d").is, state::ready);
  EXPECT_EQ(from.find("a").is, state::ready);
  EXPECT_EQ(from.find("b").is, state::pending) << "forgotten";
}

TEST(credential_cache, queue_and_waiters_are_bounded) {
  repository from;
  from.held = true;
  EXPECT_EQ(from.find("first").is, state::pending);
  from.wait_for_fetches(1);
  for (std::size_t i = 0; i < credential_cache::kFetchQueue; ++i) {
    EXPECT_EQ(from.find("u" + std::to_string(i)).is, state::pending);
  }
  EXPECT_EQ(from.find("one-too-many").is, state::refused);
  for (std::size_t i = credential_cache::kFetchQueue + 1; i < credential_cache::kWaiters; ++i) {
    EXPECT_EQ(from.find("first").is, state::pending);
  }
  EXPECT_EQ(from.find("first").is, state::refused);
  identity_figures figures;
  from.cache.add_figures(figures);
  EXPECT_EQ(figures.fetch_queue_full, 1u);
  EXPECT_EQ(figures.waiting, credential_cache::kWaiters);
}

TEST(credential_cache, new_trust_means_everything_anew) {
  repository from;
  EXPECT_EQ(from.fetch("a").is, state::ready);
  from.cache.forget_all();
  EXPECT_EQ(from.find("a").is, state::pending);
  from.wait_for_fetches(2);
}

TEST(credential_cache, what_was_fetched_under_old_trust_does_not_count_under_new) {
  repository from;
  from.held = true;
  EXPECT_EQ(from.find("a").is, state::pending);
  from.wait_for_fetches(1);
  from.cache.forget_all();
  from.release();
  from.wait_for_woken(1);
  EXPECT_EQ(from.find("a").is, state::pending);
}

}  // namespace
}  // namespace qorgan::stir
