#pragma once

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace qorgan::console {

struct login_limits {
  double attempts_per_name = 5;     ///< at once, for one source and name …
  double seconds_per_name = 12;     ///< … then one in so many seconds
  double attempts_per_source = 20;  ///< at once, for one source, whatever the name …
  double seconds_per_source = 3;    ///< … then one in so many seconds
  std::size_t entries = 8'192;      ///< full: entries that are whole again go, then all of them
};

/// Slows guessing of passwords down by rate. An account is never locked, so nobody can lock another
/// one out: the bucket belongs to source address and name together. Thread-safe; time comes in.
class login_limiter {
 public:
  explicit login_limiter(login_limits limits = {}) : limits_{limits} {}

  /// Takes one attempt. Returns 0, or in how many seconds to try again.
  unsigned take(std::string_view source, std::string_view name, std::int64_t now_ns);
  /// The password was right: the attempt was not a guess.
  void give_back(std::string_view source, std::string_view name);

 private:
  struct bucket {
    double left = 0;
    std::int64_t at_ns = 0;
  };
  struct rate {
    double size;
    double seconds_each;
  };

  bucket& refill(const std::string& key, const rate& limit, std::int64_t now_ns);
  void make_room(std::int64_t now_ns);

  login_limits limits_;
  std::mutex mutex_;
  std::unordered_map<std::string, bucket> buckets_;
};

}  // namespace qorgan::console
