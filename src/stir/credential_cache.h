#pragma once

#include <condition_variable>
#include <cstdint>
#include <deque>
#include <expected>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

#include "base/time.h"
#include "domain/identity.h"
#include "stir/credential.h"
#include "stir/fetcher.h"
#include "stir/options.h"

namespace qorgan::stir {

/// Credentials by URL, fetched once by however many ask, on threads of the cache. Safe from any
/// thread; nobody who asks waits for the network.
///
/// Bounded: max_credentials entries (the one unused for longest is forgotten), kFetchQueue URLs
/// that wait for a thread, kWaiters that wait for a result. Beyond the last two: `refused`.
class credential_cache {
 public:
  static constexpr std::size_t kFetchQueue = 256;
  static constexpr std::size_t kWaiters = 4'096;

  struct dependencies {
    /// Made once on each fetching thread, called there; may take seconds.
    std::function<std::function<std::expected<fetched, fetch_fault>(const std::string&)>()> fetch;
    /// PEM to credential at a time.
    std::function<std::expected<credential, credential_fault>(std::string_view, timestamp)> read;
    std::function<timestamp()> now;
  };

  credential_cache(const cache_options& options, unsigned threads, dependencies needs);
  ~credential_cache();

  enum class state : std::uint8_t {
    ready,    ///< `value` is there
    failed,   ///< `why` says how the call is to be judged
    pending,  ///< `waiter` will be called, on another thread, once
    refused,  ///< too much is waiting already
  };
  struct answer {
    state is = state::refused;
    std::shared_ptr<const credential> value;
    passport_status why = passport_status::unverified;
  };
  using waiter = std::function<void()>;
  answer find(const std::string& url, waiter when_done);

  /// Everything is fetched and verified anew: the trust anchors have changed.
  void forget_all();
  void add_figures(identity_figures& to) const;

 private:
  struct entry {
    std::shared_ptr<const credential> value;  // null: failed or not there yet
    passport_status why = passport_status::unverified;
    bool done = false;
    bool fetching = false;
    timestamp expires;
    timestamp refresh_at;
    timestamp used;
    std::vector<waiter> waiters;
  };

  void fetch_loop();
  bool queue_fetch(const std::string& url, entry& of);
  void make_room();
  void store(const std::string& url, std::uint64_t generation,
             const std::expected<fetched, fetch_fault>& got);
  timestamp expiry_of(const fetched& got, const credential& value, timestamp now) const;

  cache_options options_;
  dependencies needs_;
  mutable std::mutex guard_;
  std::condition_variable work_;
  std::unordered_map<std::string, entry> entries_;
  std::deque<std::string> to_fetch_;
  std::size_t waiting_ = 0;
  std::uint64_t generation_ = 0;
  bool stopping_ = false;
  identity_figures figures_;
  std::vector<std::thread> threads_;  // last: they use everything above
};

}  // namespace qorgan::stir
