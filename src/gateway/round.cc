#include "gateway/round.h"

#include "gateway/figures.h"
#include "gateway/hop_health.h"
#include "gateway/recorder.h"
#include "gateway/screening.h"

namespace qorgan::gateway {
namespace {

constexpr std::int64_t kTick_ms = 100;
constexpr std::int64_t kPingRound_ms = 1'000;

}  // namespace

void on_time(call_path& path) {
  path.timers.advance(path.now_ms, [&path](std::uint64_t value) {
    if ((value & kCallTimer) != 0) {
      on_call_timer(path, slot_handle::unpack(value & ~kCallTimer));
    } else {
      on_transaction_timer(path, slot_handle::unpack(value));
    }
  });
  if (path.refusals.front() != nullptr) release_refusals(path);
  if (path.asked) asked_calls_on_time(path);
  if (path.now_ms < path.next_tick_ms) return;
  path.next_tick_ms = path.now_ms + kTick_ms;
  path.settled.tick(path.now_ms);
  record_time(path);
  if (path.now_ms >= path.next_ping_ms) {
    path.next_ping_ms = path.now_ms + kPingRound_ms;
    send_pings(path);
  }
  publish_figures(path);
}

}  // namespace qorgan::gateway
