#include "gateway/gateway.h"

#include "gateway/carry_over.h"
#include "gateway/certificates.h"
#include "gateway/figures.h"
#include "gateway/gateway_state.h"
#include "gateway/next_hop_names.h"
#include "gateway/watcher.h"

namespace qorgan::gateway {
namespace {

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

bool gateway::enforce(const order_changed& change) {
  mailbox& letters = state_->path.letters;
  {
    const std::lock_guard lock(letters.guard);
    if (letters.told.size() >= kTold) return false;
    letters.told.emplace_back(change);
    letters.has_mail.store(true, std::memory_order_release);
  }
  state_->mail.wake();
  return true;
}

intake_answer gateway::report(const call_reported& said) {
  mailbox& letters = state_->path.letters;
  {
    const std::lock_guard lock(letters.guard);
    if (letters.told.size() >= kTold) return intake_answer::overloaded;
    letters.told.emplace_back(said);
    letters.has_mail.store(true, std::memory_order_release);
  }
  state_->mail.wake();
  return intake_answer::accepted;
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
