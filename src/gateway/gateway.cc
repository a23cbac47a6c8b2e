#include "gateway/gateway.h"

#include <chrono>
#include <random>
#include <thread>

#include "gateway/batch.h"
#include "gateway/call_path.h"
#include "gateway/carry_over.h"
#include "gateway/certificates.h"
#include "gateway/dispatch.h"
#include "gateway/figures.h"
#include "gateway/next_hop_names.h"
#include "gateway/proxy.h"
#include "gateway/reach.h"
#include "gateway/recorder.h"
#include "gateway/reload.h"
#include "gateway/round.h"
#include "gateway/teardown_driver.h"
#include "gateway/watcher.h"
#include "net/udp_errors.h"

namespace qorgan::gateway {
namespace {

constexpr std::size_t kPendingRefusals = 65'536;
constexpr std::uint64_t kJournalTag = 1'000'000;
constexpr std::uint64_t kMailTag = 1'000'001;
constexpr std::uint64_t kStreamsTag = 1'000'002;
constexpr std::uint64_t kWatchTag = 1'000'003;

std::int64_t monotonic_ms() {
  return os::monotonic_ns() / 1'000'000;
}

std::vector<ip_endpoint> neighbours_of(const gateway_options& options) {
  std::vector<ip_endpoint> out;
  for (const trunk_options& trunk : options.trunks) {
    for (const next_hop& next : trunk.next_hops) out.push_back(next.at);
  }
  for (const trunk_options& trunk : options.trunks) {
    for (const ip_block& block : trunk.sources) out.push_back(block.base);
  }
  return out;
}

}  // namespace

call_path::call_path(gateway_options with, listeners sockets_in, engine::engine& screening_in,
                     journal_port& journal_in, const os::clock& clock_in)
    : options(std::move(with)),
      screening(screening_in),
      journal(journal_in),
      clock(clock_in),
      sockets(std::move(sockets_in)),
      front(*this),
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
      load(trunk_table::kPlaces, sockets.size(), options.overload_wait_ms),
      seed(std::random_device{}() * 0x1'0000'0001ULL ^ std::random_device{}()) {
  if (options.enquiries.enabled) {
    asked = std::make_unique<asked_calls>(options.enquiries, monotonic_ms());
  }
  for (std::size_t i = 0; i < sockets.size(); ++i) names.add(sockets.at(i).name);
  sockets.streams().serve_for(&front);
}

call_path::~call_path() = default;

struct gateway::state {
  call_path path;
  net::poller poller;
  net::wake_fd committed;
  net::wake_fd mail;
  std::unique_ptr<name_watch> names;
  std::atomic<bool> stopping{false};
  std::atomic<std::uint64_t> rounds{0};

  state(gateway_options with, listeners sockets, const dependencies& needs, net::poller waits,
        net::wake_fd on_commit, net::wake_fd on_mail)
      : path(std::move(with), std::move(sockets), needs.screening, needs.journal, needs.clock),
        poller(std::move(waits)),
        committed(std::move(on_commit)),
        mail(std::move(on_mail)) {
    path.passports = needs.passports;
  }

  void look_at_clock() {
    path.now = path.clock.now();
    path.now_ms = monotonic_ms();
  }
  void read_mail();
  void receive(std::size_t index);
  void hear_of_unreachable(std::size_t index);
  void tick();
  void wait();
  void work_off();
  void finish();
  bool carried_over = false;
};

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
    policy = std::move(path.letters.policy);
    digest = path.letters.policy_digest;
    certificates = std::move(path.letters.certificates);
    moved.swap(path.letters.moved_names);
    settings = std::move(path.letters.settings);
    path.letters.has_mail.store(false, std::memory_order_release);
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
  on_time(path);
  if (path.asked && read_letters(path)) mail.wake();
}

void gateway::state::wait() {
  const std::int64_t now = monotonic_ms();
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
}

gateway::gateway(std::unique_ptr<state> s) : state_(std::move(s)) {}

gateway::~gateway() {
  state_->path.journal.wake_on_commit(-1);
  if (state_->path.passports != nullptr) state_->path.passports->wake_on_result(-1);
}

std::expected<std::unique_ptr<gateway>, std::string> gateway::open(gateway_options options,
                                                                   dependencies needs) {
  auto sockets = listeners::open(options.listen, neighbours_of(options), options.streams);
  if (!sockets) return std::unexpected(sockets.error());
  auto waits = net::poller::open();
  if (!waits) return std::unexpected(waits.error());
  auto on_commit = net::wake_fd::open();
  if (!on_commit) return std::unexpected(on_commit.error());
  auto on_mail = net::wake_fd::open();
  if (!on_mail) return std::unexpected(on_mail.error());
  std::shared_ptr<net::tls_context> certificates;
  if (!options.tls.certificate.empty()) {
    auto opened = open_certificates(options.tls);
    if (!opened) return std::unexpected(opened.error());
    certificates = std::move(*opened);
  }
  auto source = net::dns_client::open(options.resolver.server, options.resolver.patience_ms);
  if (!source) return std::unexpected("resolver: " + source.error());
  auto s = std::make_unique<state>(std::move(options), std::move(*sockets), needs,
                                   std::move(*waits), std::move(*on_commit), std::move(*on_mail));
  std::expected<void, std::string> added = s->poller.add(s->committed.fd(), kJournalTag);
  if (added) added = s->poller.add(s->mail.fd(), kMailTag);
  for (std::size_t i = 0; added && i < s->path.sockets.size(); ++i) {
    const auto& socket = s->path.sockets.at(i).socket;
    if (socket) added = s->poller.add(socket->fd(), i);
  }
  if (added) added = s->poller.add(s->path.sockets.streams().fd(), kStreamsTag);
  if (added && !s->path.options.watch.listen.empty()) {
    auto watch = watcher::open(s->path);
    if (!watch) return std::unexpected(watch.error());
    s->path.watch = std::move(*watch);
    added = s->poller.add(s->path.watch->fd(), kWatchTag);
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
  s->path.sockets.streams().use(std::move(certificates));
  s->names = watch_next_hops(s->path, s->mail, std::move(*source));
  s->read_mail();
  publish_figures(s->path);
  needs.journal.wake_on_commit(s->committed.fd());
  if (needs.passports != nullptr) needs.passports->wake_on_result(s->mail.fd());
  return std::unique_ptr<gateway>(new gateway(std::move(s)));
}

std::expected<void, std::string> gateway::renew_certificates() {
  const tls_files& files = state_->path.options.tls;
  if (files.certificate.empty()) return {};
  auto opened = open_certificates(files);
  if (!opened) return std::unexpected(opened.error());
  mailbox& letters = state_->path.letters;
  {
    const std::lock_guard lock(letters.guard);
    letters.certificates = std::move(*opened);
    letters.has_mail.store(true, std::memory_order_release);
  }
  state_->mail.wake();
  return {};
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

std::string gateway::save_calls() {
  call_path& path = state_->path;
  return path.calls.size() > 0 ? qorgan::gateway::save_calls(path) : std::string{};
}

std::expected<std::size_t, std::string> gateway::restore_calls(std::string_view bytes) {
  state_->look_at_clock();
  auto restored = qorgan::gateway::restore_calls(state_->path, bytes);
  state_->carried_over = restored.has_value();
  if (restored) state_->path.figures.carried_over = *restored;
  state_->path.sockets.flush();
  publish_figures(state_->path);
  return restored;
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

rejected_report gateway::rejected() const {
  return state_->path.rejected.report();
}

void gateway::adopt(std::shared_ptr<const engine::policy_snapshot> policy, std::string digest,
                    gateway_options settings) {
  std::vector<watched_name> names = names_of(settings.trunks);
  {
    const std::lock_guard lock(state_->path.letters.guard);
    state_->path.letters.settings = std::make_unique<gateway_options>(std::move(settings));
    state_->path.letters.policy = std::move(policy);
    state_->path.letters.policy_digest = std::move(digest);
    state_->path.letters.has_mail.store(true, std::memory_order_release);
  }
  state_->names->replace(std::move(names));
  state_->mail.wake();
}

std::uint64_t gateway::rounds() const noexcept {
  return state_->rounds.load(std::memory_order_relaxed);
}

gateway_figures gateway::figures() const {
  const std::lock_guard lock(state_->path.published_guard);
  gateway_figures out = state_->path.published;
  out.name_troubles = state_->names->troubles();
  return out;
}

}  // namespace qorgan::gateway
