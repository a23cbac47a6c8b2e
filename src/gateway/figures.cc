#include "gateway/figures.h"

namespace qorgan::gateway {
namespace {

constexpr std::int64_t kHitsEvery_ms = 1'000;  // names are copied: not ten times a second

std::vector<next_hop_figures> hops_of(trunk_table& trunks) {
  std::vector<next_hop_figures> out;
  for (const trunk& each : trunks.all()) {
    for (const hop& next : each.hops) {
      out.push_back({each.options.name, next.address, next.up, next.since});
    }
  }
  return out;
}

}  // namespace

void publish_figures(call_path& path) {
  const std::unique_lock lock(path.published_guard, std::try_to_lock);
  if (!lock.owns_lock()) return;
  gateway_figures& totals = path.figures;
  totals.datagrams_out = 0;
  for (std::size_t i = 0; i < path.sockets.size(); ++i) {
    totals.datagrams_out += path.sockets.at(i).socket.sent();
  }
  totals.transactions = path.transactions.size();
  totals.live_calls = path.calls.size();
  if (path.asked) totals.asked.live = path.asked->live;
  if (path.now_ms >= path.next_hits_ms) {
    path.next_hits_ms = path.now_ms + kHitsEvery_ms;
    totals.detector_hits = path.screening.detector_hits();
    totals.rule_hits = path.screening.rule_hits();
    totals.next_hops = hops_of(path.trunks);
  }
  totals.trunks.clear();
  for (trunk& each : path.trunks.all()) {
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
