// Figures of the last minute, second by second.

#include "console/live_view.h"

namespace qorgan::console {
namespace {

std::int64_t second_of(timestamp at) {
  return to_us(at) / 1'000'000;
}

}  // namespace

live_view::second& live_view::second_at(timestamp at) {
  const std::int64_t number = second_of(at);
  second& bucket = seconds_[static_cast<std::size_t>(number % 60)];
  if (bucket.number != number) bucket = {.number = number};
  return bucket;
}

void live_view::count_unlisted(timestamp at) {
  second& bucket = second_at(at);
  ++bucket.arrived;
  ++bucket.unlisted;
}

void live_view::count_arrival(timestamp at, const decision& decided) {
  second& bucket = second_at(at);
  ++bucket.arrived;
  if (decided.enforced == verdict::block) {
    ++bucket.refused;
  } else if (decided.would == verdict::block) {
    ++bucket.would_refuse;
  }
}

/// A call counted as refused was let through after all.
void live_view::count_waiver(timestamp arrived_at) {
  const std::int64_t number = second_of(arrived_at);
  second& bucket = seconds_[static_cast<std::size_t>(number % 60)];
  if (bucket.number != number || bucket.refused == 0) return;
  --bucket.refused;
  ++bucket.would_refuse;
}

live_counts live_view::counts(timestamp now) const {
  live_counts out;
  out.live = live_keys_.size();
  for (const auto& [key, call] : calls_) {
    if (call.live() && !call.detail.alerts.empty()) ++out.alerts_live;
  }
  const std::int64_t oldest = second_of(now) - 60;
  for (const second& bucket : seconds_) {
    if (bucket.number <= oldest) continue;
    out.arrived_per_minute += bucket.arrived;
    out.refused_per_minute += bucket.refused;
    out.would_refuse_per_minute += bucket.would_refuse;
    out.unlisted_per_minute += bucket.unlisted;
  }
  return out;
}

}  // namespace qorgan::console
