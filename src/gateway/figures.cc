#include "gateway/figures.h"

#include "gateway/watcher.h"

namespace qorgan::gateway {
namespace {

constexpr std::int64_t kHitsEvery_ms = 1'000;  // names are copied: not ten times a second

std::vector<next_hop_figures> hops_of(trunk_table& trunks, timestamp since) {
  std::vector<next_hop_figures> out;
  for (const trunk& each : trunks.all()) {
    for (std::size_t entry = 0; entry < each.options.next_hops.size(); ++entry) {
      bool any = false;
      for (const hop& next : each.hops) {
        if (next.entry != entry || !next.leads_somewhere()) continue;
        out.push_back({each.options.name, next.label, next.up, next.since});
        any = true;
      }
      const next_hop& wanted = each.options.next_hops[entry];  // a name that leads nowhere is down
      if (!any) out.push_back({each.options.name, wanted.host, false, since});
    }
  }
  return out;
}

std::uint64_t closed_as(const stream_counts& counts, closing why) {
  return counts.closed[static_cast<std::size_t>(why)];
}

std::vector<transport_figures> transports_of(listeners& sockets) {
  std::vector<transport_figures> out;
  for (std::size_t i = 0; i < sockets.size(); ++i) {
    const listeners::listener& on = sockets.at(i);
    transport_figures& each = out.emplace_back();
    each.transport = to_string(on.over);
    each.address = to_string(on.name.at);
    if (on.socket) {
      each.messages_in = on.socket->received();
      each.messages_out = on.socket->sent();
      continue;
    }
    const stream_counts& counts = sockets.streams().counts(static_cast<std::uint16_t>(i));
    each.messages_in = counts.messages_in;
    each.messages_out = counts.messages_out;
    each.connections = counts.connections;
    each.accepted = counts.accepted;
    each.opened = counts.opened;
    each.strangers = counts.strangers;
    each.turned_away = counts.turned_away;
    each.sessions_resumed = counts.resumed;
    each.connect_failures = closed_as(counts, closing::refused);
    each.handshakes_refused = closed_as(counts, closing::handshake);
    each.closed_slow = closed_as(counts, closing::slow);
    each.closed_idle = closed_as(counts, closing::idle);
    each.closed_unread = closed_as(counts, closing::unread);
    each.closed_garbage = closed_as(counts, closing::garbage);
  }
  return out;
}

model_figures figures_of(const engine::model_summary& model, std::uint64_t evidence) {
  return {.digest = model.digest,
          .trained_until = model.trained_until,
          .trees = model.trees,
          .refuses_from = model.block_log_odds,
          .alerts_from = model.alert_log_odds,
          .wanted = model.block_wanted,
          .bound = model.block_bound,
          .same_evidence = model.digest.empty() || model.evidence == evidence};
}

model_comparison models_of(const engine::engine& screening) {
  const engine::policy_snapshot& policy = screening.policy();
  const std::uint64_t evidence = engine::evidence_version(policy);
  const engine::challenge_counts& counted = screening.challenge();
  return {.current = figures_of(engine::current_model(policy), evidence),
          .challenger = figures_of(engine::challenger_model(policy), evidence),
          .compared = counted.compared,
          .refused_by_both = counted.refused_by_both,
          .refused_by_current = counted.refused_by_current,
          .refused_by_challenger = counted.refused_by_challenger};
}

}  // namespace

void publish_figures(call_path& path) {
  const std::unique_lock lock(path.published_guard, std::try_to_lock);
  if (!lock.owns_lock()) return;
  gateway_figures& totals = path.figures;
  totals.datagrams_out = totals.receive_dropped = 0;
  for (std::size_t i = 0; i < path.sockets.size(); ++i) {
    const auto& socket = path.sockets.at(i).socket;
    if (!socket) continue;
    totals.datagrams_out += socket->sent();
    totals.receive_dropped += socket->queue().dropped;
  }
  totals.transactions = path.transactions.size();
  totals.watch.live = path.watch ? path.watch->live() : 0;
  totals.live_calls = path.calls.size() + totals.watch.live;
  totals.draining = path.draining.load(std::memory_order_relaxed);
  if (path.asked) totals.asked.live = path.asked->live;
  const engine::report_counts& said = path.screening.reports();
  totals.reports = {said.taken, said.repeated, said.beyond_cap, said.without_caller};
  if (path.now_ms >= path.next_hits_ms) {
    path.next_hits_ms = path.now_ms + kHitsEvery_ms;
    totals.detector_hits = path.screening.detector_hits();
    totals.rule_hits = path.screening.rule_hits();
    totals.models = models_of(path.screening);
    totals.next_hops = hops_of(path.trunks, path.figures.started_at);
    totals.transports = transports_of(path.sockets);
    totals.handshake_refusal = path.sockets.streams().last_refusal();
    totals.certificate_expires_at = path.sockets.streams().certificate_expires_at();
  }
  totals.trunks.clear();
  for (trunk& each : path.trunks.all()) {
    if (each.removed && each.figures.live == 0) continue;  // it is shown until its calls are over
    each.figures.calls_per_second = each.attempts.per_second(path.now_ms);
    totals.trunks.push_back(each.figures);
  }
  path.published = totals;
}

void count_verdict(trunk_figures& figures, const decision& decided, bool emergency) {
  if (emergency) ++figures.emergency;
  if (decided.would == verdict::block && decided.enforced != verdict::block) ++figures.would_block;
  switch (decided.enforced) {
    case verdict::pass: ++figures.passed; break;
    case verdict::alert: ++figures.alerted; break;
    case verdict::label: ++figures.labelled; break;
    case verdict::withhold: ++figures.withheld; break;
    case verdict::divert: ++figures.diverted; break;
    case verdict::block: break;  // counted when it is carried out
  }
}

}  // namespace qorgan::gateway
