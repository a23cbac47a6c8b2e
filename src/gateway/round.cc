#include "gateway/round.h"

#include "gateway/figures.h"
#include "gateway/hop_health.h"
#include "gateway/identity_wait.h"
#include "gateway/reach.h"
#include "gateway/recorder.h"
#include "gateway/screening.h"
#include "gateway/watcher.h"

namespace qorgan::gateway {
namespace {

constexpr std::int64_t kTick_ms = 100;
constexpr std::int64_t kPingRound_ms = 1'000;

/// The stage is looked at where it may have changed: when a window of the load control ends.
void watch_load(call_path& path) {
  path.load.advance(path.now_ms, path.journal.behind() && path.journal.healthy());
  const load_stage stage = path.load.stage();
  if (stage == path.figures.load) return;
  path.figures.load = stage;
  path.figures.load_since = path.now;
}

}  // namespace

void on_time(call_path& path) {
  path.sockets.about(0);
  watch_load(path);
  path.timers.advance(path.now_ms, [&path](std::uint64_t value) {
    if ((value & kCallTimer) != 0) {
      on_call_timer(path, slot_handle::unpack(value & ~kCallTimer));
    } else {
      on_transaction_timer(path, slot_handle::unpack(value));
    }
  });
  forget_ended_connections(path);
  if (path.passports != nullptr) take_identity_results(path);
  if (path.refusals.front() != nullptr) release_refusals(path);
  if (path.watch) path.watch->on_time();
  if (path.asked) asked_calls_on_time(path);
  if (path.now_ms < path.next_tick_ms) return;
  path.next_tick_ms = path.now_ms + kTick_ms;
  path.sockets.streams().sweep(path.now_ms);
  path.settled.tick(path.now_ms);
  record_time(path);
  if (path.now_ms >= path.next_ping_ms) {
    path.next_ping_ms = path.now_ms + kPingRound_ms;
    send_pings(path);
    path.trunks.age(path.now_ms, path.options.max_call_duration_ms);
  }
  publish_figures(path);
}

}  // namespace qorgan::gateway
