#pragma once

#include <algorithm>
#include <cstdint>

namespace qorgan {

/// So many a second, with bursts of as much. Times are milliseconds of any one clock.
class token_bucket {
 public:
  explicit token_bucket(std::uint32_t per_second, std::int64_t now_ms)
      : per_second_{per_second}, thousandths_{full()}, filled_at_ms_{now_ms} {}

  /// Takes one; false: there is none, and nothing was taken.
  bool take(std::int64_t now_ms) {
    fill(now_ms);
    if (thousandths_ < kOne) return false;
    thousandths_ -= kOne;
    return true;
  }
  /// How long until there is one again; 0: there is one.
  std::int64_t wait_ms(std::int64_t now_ms) {
    fill(now_ms);
    if (thousandths_ >= kOne || per_second_ == 0) return 0;
    return (kOne - thousandths_ + per_second_ - 1) / per_second_;
  }
  /// Another rate from here on; what has been saved up is kept as far as it still fits.
  void set_rate(std::uint32_t per_second) {
    per_second_ = per_second;
    thousandths_ = std::min(thousandths_, full());
  }

 private:
  static constexpr std::int64_t kOne = 1'000;

  std::int64_t full() const { return std::int64_t{per_second_} * kOne; }
  void fill(std::int64_t now_ms) {
    const std::int64_t elapsed = std::clamp<std::int64_t>(now_ms - filled_at_ms_, 0, 1'000);
    thousandths_ = std::min(full(), thousandths_ + elapsed * per_second_);
    filled_at_ms_ = std::max(filled_at_ms_, now_ms);
  }

  std::uint32_t per_second_;
  std::int64_t thousandths_;
  std::int64_t filled_at_ms_;
};

}  // namespace qorgan
