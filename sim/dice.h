#pragma once

#include <array>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <span>

#include "base/hash.h"
#include "base/time.h"

namespace qorgan::sim {

/// Seeded random draws (xoshiro256**). The standard library's distributions differ between
/// versions; these do not, so that one seed reproduces the whole traffic.
class dice {
 public:
  explicit dice(std::uint64_t seed) {
    for (auto& word : state_) word = mix64(seed += 0x9e3779b97f4a7c15ULL);
  }

  std::uint64_t next() {
    const std::uint64_t result = rotate(state_[1] * 5, 7) * 9;
    const std::uint64_t t = state_[1] << 17;
    state_[2] ^= state_[0];
    state_[3] ^= state_[1];
    state_[1] ^= state_[2];
    state_[0] ^= state_[3];
    state_[2] ^= t;
    state_[3] = rotate(state_[3], 45);
    return result;
  }
  /// 0 … n-1; n must not be 0. The bias of a 64-bit remainder does not matter here.
  std::uint64_t below(std::uint64_t n) { return next() % n; }
  double uniform() { return static_cast<double>(next() >> 11) * 0x1.0p-53; }
  bool chance(double probability) { return uniform() < probability; }
  double exponential(double mean) { return -mean * std::log1p(-uniform()); }
  double log_normal(double median, double sigma) {
    const double radius = std::sqrt(-2.0 * std::log1p(-uniform()));
    return median * std::exp(sigma * radius * std::cos(2.0 * std::numbers::pi * uniform()));
  }
  double between(double low, double high) { return low + (high - low) * uniform(); }

  template <typename T>
  const T& one_of(std::span<const T> values) {
    return values[below(values.size())];
  }
  template <typename T, std::size_t N>
  const T& one_of(const std::array<T, N>& values) {
    return values[below(N)];
  }

 private:
  static constexpr std::uint64_t rotate(std::uint64_t x, int k) {
    return (x << k) | (x >> (64 - k));
  }
  std::array<std::uint64_t, 4> state_{};
};

/// Seconds as the traffic model draws them, in the centre's time type.
inline duration seconds(double value) {
  return duration{static_cast<std::int64_t>(value * 1e6)};
}

}  // namespace qorgan::sim
