#include "console/login_limiter.h"

#include <algorithm>
#include <cmath>

namespace qorgan::console {
namespace {

// The separator cannot be in an address.
std::string key_of(std::string_view source, std::string_view name) {
  return std::string{source} + '\n' + std::string{name};
}

}  // namespace

unsigned login_limiter::take(std::string_view source, std::string_view name, std::int64_t now_ns) {
  const std::lock_guard lock{mutex_};
  make_room(now_ns);
  const rate by_name{limits_.attempts_per_name, limits_.seconds_per_name};
  const rate by_source{limits_.attempts_per_source, limits_.seconds_per_source};
  bucket& named = refill(key_of(source, name), by_name, now_ns);
  bucket& whole = refill(std::string{source}, by_source, now_ns);
  if (named.left < 1 || whole.left < 1) {
    const double wait = std::max((1 - named.left) * by_name.seconds_each,
                                 (1 - whole.left) * by_source.seconds_each);
    return std::max(1u, static_cast<unsigned>(std::ceil(wait - 1e-6)));
  }
  named.left -= 1;
  whole.left -= 1;
  return 0;
}

void login_limiter::give_back(std::string_view source, std::string_view name) {
  const std::lock_guard lock{mutex_};
  buckets_.erase(key_of(source, name));
  const auto whole = buckets_.find(std::string{source});
  if (whole != buckets_.end()) whole->second.left += 1;
}

login_limiter::bucket& login_limiter::refill(const std::string& key, const rate& limit,
                                             std::int64_t now_ns) {
  const auto [at, added] = buckets_.try_emplace(key, bucket{limit.size, now_ns});
  bucket& out = at->second;
  const double passed_s = static_cast<double>(now_ns - out.at_ns) / 1e9;
  out.left = std::min(limit.size, out.left + std::max(0.0, passed_s) / limit.seconds_each);
  out.at_ns = now_ns;
  return out;
}

// Someone who tries so many names that the table fills is held back by the bucket of the source,
// which is older than its names; forgetting everything is the last resort that keeps memory
// bounded.
void login_limiter::make_room(std::int64_t now_ns) {
  if (buckets_.size() + 2 <= limits_.entries) return;
  const double whole_again_s = std::max(limits_.attempts_per_name * limits_.seconds_per_name,
                                        limits_.attempts_per_source * limits_.seconds_per_source);
  std::erase_if(buckets_, [&](const auto& entry) {
    return static_cast<double>(now_ns - entry.second.at_ns) / 1e9 > whole_again_s;
  });
  if (buckets_.size() + 2 > limits_.entries) buckets_.clear();
}

}  // namespace qorgan::console
