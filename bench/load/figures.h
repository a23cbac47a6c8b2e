#pragma once

#include <array>
#include <cstdint>
#include <map>

namespace qorgan::load {

/// Latencies in buckets of about 3 %: 32 per power of two of nanoseconds.
class histogram {
 public:
  void add(std::int64_t ns);
  /// Upper edge of the bucket that holds this share of the values, in microseconds; 0 when empty.
  double percentile_us(double share) const;

 private:
  static constexpr unsigned kSteps = 32;
  std::array<std::uint32_t, 64 * kSteps> counts_{};
  std::uint64_t total_ = 0;
};

struct figures {
  std::uint64_t started = 0;
  std::uint64_t answered =
      0;  ///< redirect: final answers; proxy: calls that went through to 200 of BYE
  std::uint64_t lost = 0;                   ///< no answer within the time-out
  std::uint64_t late = 0;                   ///< datagrams for calls no longer waited for
  std::map<unsigned, std::uint64_t> codes;  ///< final answers to INVITE
  histogram latency;                        ///< INVITE to final answer
  double wall_s = 0;
  double own_cpu_s = 0;
  double server_cpu_s = 0;
};

/// utime + stime of a process and all its descendants so far, threads included, in seconds.
double cpu_seconds_of_tree(int pid);
double own_cpu_seconds();

}  // namespace qorgan::load
