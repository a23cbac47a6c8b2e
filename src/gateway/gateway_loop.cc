// The call path's thread: a round reads letters, does what time makes due, waits for sockets, reads
// them, and works off what had to wait.
#include <chrono>
#include <thread>

#include "gateway/batch.h"
#include "gateway/dispatch.h"
#include "gateway/gateway_state.h"
#include "gateway/proxy.h"
#include "gateway/reach.h"
#include "gateway/recorder.h"
#include "gateway/reload.h"
#include "gateway/round.h"
#include "gateway/teardown_driver.h"
#include "gateway/watcher.h"
#include "net/udp_errors.h"

namespace qorgan::gateway {

/// Letters of other threads. Never waits: what cannot be had now is fetched in the next round.
void gateway::state::read_mail() {
  if (!path.letters.has_mail.load(std::memory_order_acquire)) return;
  std::vector<drop_request> drops;
  std::shared_ptr<const engine::policy_snapshot> policy;
  std::string digest;
  std::shared_ptr<net::tls_context> certificates;
  std::vector<std::pair<watched_name, location>> moved;
  std::unique_ptr<gateway_options> settings;
  {
    const std::unique_lock lock(path.letters.guard, std::try_to_lock);
    if (!lock.owns_lock()) return;
    drops.swap(path.letters.drops);
    if (path.told.empty()) path.told.swap(path.letters.told);
    policy = std::move(path.letters.policy);
    digest = path.letters.policy_digest;
    certificates = std::move(path.letters.certificates);
    moved.swap(path.letters.moved_names);
    settings = std::move(path.letters.settings);
    path.letters.has_mail.store(!path.letters.told.empty(), std::memory_order_release);
  }
  if (settings) adopt_settings(path, std::move(*settings));
  if (policy) {
    path.screening.adopt(std::move(policy));
    path.figures.policy_digest = digest;
    record_policy(path, digest);
  }
  if (certificates) path.sockets.streams().use(std::move(certificates));
  for (const auto& [name, found] : moved) {
    path.trunks.relocate(name, found, path.now);
  }
  for (const drop_request& request : drops) start_drop(path, request);
}

void gateway::state::receive(std::size_t index) {
  const auto listener = static_cast<std::uint16_t>(index);
  const auto batch = path.sockets.at(index).socket->receive();
  note_reading(path, index);
  const batch_plan plan = plan_of(path, batch);
  look_at_clock();
  for (const std::uint16_t place : plan.at_once) {
    on_datagram(path, batch[place].bytes, {batch[place].peer, listener, 0, 0});
  }
  for (const std::uint16_t place : plan.later) {
    if (put_off(path, batch[place], listener)) continue;
    on_datagram(path, batch[place].bytes, {batch[place].peer, listener, 0, 0});
  }
}

/// Next hops that are not there say so at once, or their network does.
void gateway::state::hear_of_unreachable(std::size_t index) {
  std::array<char, 1'024> room;
  look_at_clock();
  while (const auto report = net::next_unreachable(path.sockets.at(index).socket->fd(), room)) {
    on_unreachable(path, report->quoted);
  }
}

/// Calls that were put off: a few in every round, all of them when nothing else is left to read.
void gateway::state::work_off() {
  constexpr int kPerRound = 32;
  for (int i = 0; i < kPerRound || !path.more_to_read; ++i) {
    look_at_clock();
    if (!work_off_one(path)) return;
    if (i % kPerRound == kPerRound - 1 && path.now_ms >= path.next_tick_ms) return;
  }
}

void gateway::state::tick() {
  look_at_clock();
  if (take_told(path)) mail.wake();
  on_time(path);
  if (path.asked && read_letters(path)) mail.wake();
}

void gateway::state::wait() {
  const std::int64_t now = os::monotonic_ns() / 1'000'000;
  const std::int64_t due = std::min(path.timers.next_event(), path.next_tick_ms);
  const bool idle = due > now && path.waiting.front() == nullptr;
  const std::int64_t wait_ms = idle ? due - now : 0;
  path.more_to_read = false;
  for (const net::ready& ready : poller.wait(wait_ms * 1'000'000)) {
    if (ready.tag == kJournalTag) {
      committed.drain();
    } else if (ready.tag == kMailTag) {
      mail.drain();
    } else if (ready.tag == kStreamsTag) {
      look_at_clock();
      serve_streams(path);
    } else if (ready.tag == kWatchTag) {
      look_at_clock();
      path.watch->receive();
    } else {
      if (ready.in_trouble) hear_of_unreachable(ready.tag);
      receive(ready.tag);
    }
  }
}

/// Calls that were put off are handled. Refusals that wait for their records leave, or become
/// passes when their patience ends.
void gateway::state::finish() {
  while (work_off_one(path)) {
  }
  tick();
  while (path.refusals.front() != nullptr) {
    std::this_thread::sleep_for(std::chrono::milliseconds{1});
    tick();
  }
  path.sockets.flush();
  take_last_told();
}

/// What was accepted before the end is recorded too, as far as the journal takes it.
void gateway::state::take_last_told() {
  while (take_told(path)) {
  }
  const std::lock_guard lock(path.letters.guard);
  if (path.told.empty()) path.told.swap(path.letters.told);
  while (take_told(path)) {
  }
}

void gateway::run() {
  state& s = *state_;
  s.look_at_clock();
  if (!s.carried_over) record_process_started(s.path);
  while (!s.stopping.load(std::memory_order_relaxed)) {
    s.read_mail();
    s.tick();
    s.path.sockets.flush();
    s.wait();
    s.work_off();
    s.path.sockets.flush();
    s.rounds.store(s.rounds.load(std::memory_order_relaxed) + 1, std::memory_order_relaxed);
  }
  s.finish();
}

}  // namespace qorgan::gateway
