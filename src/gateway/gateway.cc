#include "gateway/gateway.h"

#include <random>

#include "gateway/call_path.h"
#include "gateway/dispatch.h"
#include "gateway/figures.h"
#include "gateway/recorder.h"
#include "gateway/round.h"
#include "gateway/teardown_driver.h"

namespace qorgan::gateway {
namespace {

constexpr std::size_t kPendingRefusals = 65'536;
constexpr std::uint64_t kJournalTag = 1'000'000;
constexpr std::uint64_t kMailTag = 1'000'001;

std::int64_t monotonic_ms() {
  return os::monotonic_ns() / 1'000'000;
}

ip_endpoint first_neighbour(const gateway_options& options) {
  for (const trunk_options& trunk : options.trunks) {
    if (!trunk.next_hops.empty()) return trunk.next_hops[0].at;
    if (!trunk.sources.empty()) return trunk.sources[0].base;
  }
  return from_v4(0x7f000001, 5060);
}

}  // namespace

call_path::call_path(gateway_options with, listeners sockets_in, engine::engine& screening_in,
                     journal_port& journal_in, const os::clock& clock_in)
    : options(std::move(with)),
      screening(screening_in),
      journal(journal_in),
      clock(clock_in),
      sockets(std::move(sockets_in)),
      trunks(options.trunks, sockets),
      bytes(options.message_memory_bytes),
      transactions(options.max_transactions),
      by_request(options.max_transactions),
      calls(options.max_live_calls),
      by_dialog(options.max_live_calls),
      by_key(options.max_live_calls),
      settled(options.max_transactions, sip::kT4_ms),
      timers(options.max_transactions + options.max_live_calls, monotonic_ms()),
      refusals(kPendingRefusals),
      seed(std::random_device{}() * 0x1'0000'0001ULL ^ std::random_device{}()) {
  if (options.enquiries.enabled) {
    asked = std::make_unique<asked_calls>(options.enquiries, monotonic_ms());
  }
  for (std::size_t i = 0; i < sockets.size(); ++i) names.add(sockets.at(i).name);
}

struct gateway::state {
  call_path path;
  net::poller poller;
  net::wake_fd committed;
  net::wake_fd mail;
  std::atomic<bool> stopping{false};

  state(gateway_options with, listeners sockets, const dependencies& needs, net::poller waits,
        net::wake_fd on_commit, net::wake_fd on_mail)
      : path(std::move(with), std::move(sockets), needs.screening, needs.journal, needs.clock),
        poller(std::move(waits)),
        committed(std::move(on_commit)),
        mail(std::move(on_mail)) {}

  void look_at_clock() {
    path.now = path.clock.now();
    path.now_ms = monotonic_ms();
  }
  void read_mail();
  void receive(std::size_t index);
  void tick();
  void wait();
};

/// Letters of other threads. Never waits: what cannot be had now is fetched in the next round.
void gateway::state::read_mail() {
  if (!path.letters.has_mail.load(std::memory_order_acquire)) return;
  std::vector<drop_request> drops;
  std::shared_ptr<const engine::policy_snapshot> policy;
  std::string digest;
  {
    const std::unique_lock lock(path.letters.guard, std::try_to_lock);
    if (!lock.owns_lock()) return;
    drops.swap(path.letters.drops);
    policy = std::move(path.letters.policy);
    digest = path.letters.policy_digest;
    path.letters.has_mail.store(false, std::memory_order_release);
  }
  if (policy) {
    path.screening.adopt(std::move(policy));
    path.figures.policy_digest = digest;
    record_policy(path, digest);
  }
  for (const drop_request& request : drops) start_drop(path, request);
}

void gateway::state::receive(std::size_t index) {
  const auto listener = static_cast<std::uint16_t>(index);
  for (const net::datagram& each : path.sockets.at(index).socket.receive()) {
    look_at_clock();
    on_datagram(path, each.bytes, {each.peer, listener, 0});
  }
}

void gateway::state::tick() {
  look_at_clock();
  on_time(path);
  if (path.asked && read_letters(path)) mail.wake();
}

void gateway::state::wait() {
  const std::int64_t now = monotonic_ms();
  const std::int64_t due = std::min(path.timers.next_event(), path.next_tick_ms);
  const std::int64_t wait_ms = due > now ? due - now : 0;
  for (const net::ready& ready : poller.wait(wait_ms * 1'000'000)) {
    if (ready.tag == kJournalTag) {
      committed.drain();
    } else if (ready.tag == kMailTag) {
      mail.drain();
    } else {
      receive(ready.tag);
    }
  }
}

gateway::gateway(std::unique_ptr<state> s) : state_(std::move(s)) {}

gateway::~gateway() {
  state_->path.journal.wake_on_commit(-1);
}

std::expected<std::unique_ptr<gateway>, std::string> gateway::open(gateway_options options,
                                                                   dependencies needs) {
  auto sockets = listeners::open(options.listen, first_neighbour(options));
  if (!sockets) return std::unexpected(sockets.error());
  auto waits = net::poller::open();
  if (!waits) return std::unexpected(waits.error());
  auto on_commit = net::wake_fd::open();
  if (!on_commit) return std::unexpected(on_commit.error());
  auto on_mail = net::wake_fd::open();
  if (!on_mail) return std::unexpected(on_mail.error());
  auto s = std::make_unique<state>(std::move(options), std::move(*sockets), needs,
                                   std::move(*waits), std::move(*on_commit), std::move(*on_mail));
  std::expected<void, std::string> added = s->poller.add(s->committed.fd(), kJournalTag);
  if (added) added = s->poller.add(s->mail.fd(), kMailTag);
  for (std::size_t i = 0; added && i < s->path.sockets.size(); ++i) {
    added = s->poller.add(s->path.sockets.at(i).socket.fd(), i);
  }
  if (!added) return std::unexpected(added.error());
  s->look_at_clock();
  s->path.figures.started_at = s->path.now;
  for (trunk& each : s->path.trunks.all()) {
    for (hop& next : each.hops) {
      next.since = s->path.now;
      next.heard_at_ms = s->path.now_ms;
    }
  }
  publish_figures(s->path);
  needs.journal.wake_on_commit(s->committed.fd());
  return std::unique_ptr<gateway>(new gateway(std::move(s)));
}

void gateway::run() {
  state& s = *state_;
  s.look_at_clock();
  record_process_started(s.path);
  while (!s.stopping.load(std::memory_order_relaxed)) {
    s.read_mail();
    s.tick();
    s.path.sockets.flush();
    s.wait();
    s.path.sockets.flush();
  }
  s.tick();
  s.path.sockets.flush();
}

void gateway::stop() noexcept {
  state_->stopping.store(true, std::memory_order_relaxed);
  state_->mail.wake();
}

void gateway::drain() noexcept {
  state_->path.draining.store(true, std::memory_order_relaxed);
}

drop_answer gateway::drop(const drop_request& request) {
  mailbox& letters = state_->path.letters;
  {
    const std::lock_guard lock(letters.guard);
    if (letters.drops.size() >= mailbox::kDrops) return drop_answer::overloaded;
    letters.drops.push_back(request);
    letters.has_mail.store(true, std::memory_order_release);
  }
  state_->mail.wake();
  return drop_answer::accepted;
}

bool gateway::submit(const enquiry_letter& letter) noexcept {
  if (!state_->path.asked || !state_->path.asked->letters.push(letter)) return false;
  state_->mail.wake();
  return true;
}

bool gateway::next_answer(enquiry_answer& out) noexcept {
  return state_->path.asked && state_->path.asked->answers.pop(out);
}

void gateway::wake_on_answer(int event_fd) noexcept {
  if (state_->path.asked) state_->path.asked->wake.store(event_fd, std::memory_order_release);
}

void gateway::remember(std::span<const record> asked) {
  if (!state_->path.asked) return;
  for (const record& entry : asked) remember_asked(state_->path, entry);
}

void gateway::adopt(std::shared_ptr<const engine::policy_snapshot> policy, std::string digest) {
  mailbox& letters = state_->path.letters;
  {
    const std::lock_guard lock(letters.guard);
    letters.policy = std::move(policy);
    letters.policy_digest = std::move(digest);
    letters.has_mail.store(true, std::memory_order_release);
  }
  state_->mail.wake();
}

gateway_figures gateway::figures() const {
  const std::lock_guard lock(state_->path.published_guard);
  return state_->path.published;
}

}  // namespace qorgan::gateway
