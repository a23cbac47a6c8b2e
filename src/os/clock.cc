#include "os/clock.h"

#include <ctime>

namespace qorgan::os {
namespace {

std::int64_t read_ns(clockid_t id) noexcept {
  timespec now{};
  clock_gettime(id, &now);
  return static_cast<std::int64_t>(now.tv_sec) * 1'000'000'000 + now.tv_nsec;
}

}  // namespace

std::int64_t monotonic_ns() noexcept {
  return read_ns(CLOCK_MONOTONIC);
}

clock::clock(double speed)
    : speed_{speed},
      started_monotonic_ns_{monotonic_ns()},
      started_wall_us_{read_ns(CLOCK_REALTIME) / 1000} {}

timestamp clock::now() const noexcept {
  const std::int64_t passed_us = (monotonic_ns() - started_monotonic_ns_) / 1000;
  if (speed_ == 1.0) return from_us(started_wall_us_ + passed_us);
  return from_us(started_wall_us_ + static_cast<std::int64_t>(passed_us * speed_));
}

}  // namespace qorgan::os
