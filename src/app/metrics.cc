#include "app/metrics.h"

#include "app/exposition.h"

namespace qorgan::app {
namespace {

void add_trunk(exposition& out, const trunk_figures& trunk) {
  const labels name{{"trunk", trunk.name}};
  const auto by_verdict = [&](const char* verdict, std::uint64_t value) {
    out.counter("qorgan_trunk_verdicts_total", "Calls by trunk and verdict carried out",
                number(value), {{"trunk", trunk.name}, {"verdict", verdict}});
  };
  out.counter("qorgan_trunk_attempts_total", "INVITEs that began a call", number(trunk.attempts),
              name);
  by_verdict("pass", trunk.passed);
  by_verdict("alert", trunk.alerted);
  by_verdict("label", trunk.labelled);
  by_verdict("withhold", trunk.withheld);
  by_verdict("divert", trunk.diverted);
  by_verdict("block", trunk.blocked);
  out.counter("qorgan_trunk_would_block_total", "Refusals that shadow mode did not carry out",
              number(trunk.would_block), name);
  out.counter("qorgan_trunk_emergency_total", "Emergency calls", number(trunk.emergency), name);
  out.counter("qorgan_trunk_unscreened_total", "Calls passed unscreened under overload",
              number(trunk.unscreened), name);
  out.counter("qorgan_trunk_answered_total", "Calls answered", number(trunk.answered), name);
  out.counter("qorgan_trunk_talk_seconds_total", "Time talked", number(trunk.talk_time_ms) / 1e3,
              name);
  out.counter("qorgan_trunk_ringing_total", "Calls that rang", number(trunk.ringing), name);
  out.counter("qorgan_trunk_post_dial_delay_seconds_total", "Time from INVITE to ringing",
              number(trunk.post_dial_delay_ms) / 1e3, name);
  out.gauge("qorgan_trunk_live_calls", "Calls up or being set up", number(trunk.live), name);
  out.gauge("qorgan_trunk_calls_per_second", "Attempts per second over ten seconds",
            trunk.calls_per_second, name);
  for (std::size_t i = 1; i < trunk.answers.by_class.size(); ++i) {
    out.counter("qorgan_trunk_responses_total", "Final answers by class",
                number(trunk.answers.by_class[i]),
                {{"trunk", trunk.name}, {"class", std::to_string(i) + "xx"}});
  }
  for (const auto& [status, count] : trunk.answers.by_status) {
    out.counter("qorgan_trunk_answers_total", "Final answers by status", number(count),
                {{"trunk", trunk.name}, {"status", std::to_string(status)}});
  }
}

void add_gateway(exposition& out, const gateway_figures& figures) {
  out.counter("qorgan_sip_datagrams_total", "SIP datagrams", number(figures.datagrams_in),
              {{"way", "in"}});
  out.counter("qorgan_sip_datagrams_total", "SIP datagrams", number(figures.datagrams_out),
              {{"way", "out"}});
  out.counter("qorgan_sip_malformed_total", "Messages not understood", number(figures.malformed));
  out.counter("qorgan_sip_unknown_source_total", "Messages from strangers",
              number(figures.unknown_source));
  out.counter("qorgan_sip_retransmissions_total", "Retransmissions sent and absorbed",
              number(figures.retransmissions));
  out.gauge("qorgan_sip_transactions", "Transactions open", number(figures.transactions));
  out.gauge("qorgan_live_calls", "Calls up or being set up", number(figures.live_calls));
  out.counter("qorgan_decisions_total", "Decisions made", number(figures.decisions));
  out.counter("qorgan_not_enforced_total", "Refusals that became passes: no record, no block",
              number(figures.not_enforced));
  out.counter("qorgan_drops_total", "Drops of live calls", number(figures.drops_requested),
              {{"state", "requested"}});
  out.counter("qorgan_drops_total", "Drops of live calls", number(figures.drops_confirmed),
              {{"state", "confirmed"}});
  out.counter("qorgan_drops_total", "Drops of live calls", number(figures.drops_failed),
              {{"state", "failed"}});
  for (const auto& [name, hits] : figures.detector_hits) {
    out.counter("qorgan_detector_hits_total", "Calls a detector had evidence on", number(hits),
                {{"detector", name}});
  }
  for (const auto& [name, hits] : figures.rule_hits) {
    out.counter("qorgan_rule_hits_total", "Calls a rule decided", number(hits), {{"rule", name}});
  }
  for (const auto& hop : figures.next_hops) {
    out.gauge("qorgan_next_hop_up", "1 while the next hop answers", hop.up ? 1 : 0,
              {{"trunk", hop.trunk}, {"address", hop.address}});
  }
  for (const auto& trunk : figures.trunks) add_trunk(out, trunk);
}

}  // namespace

std::string metrics_text(const centre_status& status) {
  exposition out;
  add_gateway(out, status.gateway);
  add_screening(out, status);
  out.counter("qorgan_journal_appended_total", "Records given to the journal",
              number(status.journal.appended));
  out.gauge("qorgan_journal_committed_seq", "Last durable sequence number",
            number(status.journal.committed));
  out.counter("qorgan_journal_lost_total", "Records lost because the queue was full",
              number(status.journal.lost));
  out.gauge("qorgan_journal_healthy", "1 while records can be made durable",
            status.journal.healthy ? 1 : 0);
  out.gauge("qorgan_journal_bytes", "Size of the journal file", number(status.journal.bytes));
  out.gauge("qorgan_projection_position", "Last journal sequence number in the store",
            number(status.projection.position));
  out.gauge("qorgan_projection_healthy", "1 while the store takes records",
            status.projection.healthy ? 1 : 0);
  return out.text();
}

}  // namespace qorgan::app
