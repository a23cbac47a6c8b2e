#include "app/metrics.h"

#include "app/exposition.h"

namespace qorgan::app {
namespace {

void add_orders(exposition& out, const order_figures& orders) {
  out.gauge("qorgan_orders_in_force", "Lasting measures in force", number(orders.in_force));
  out.gauge("qorgan_orders_unacknowledged", "Orders the engine does not yet do as the book says",
            number(orders.unacknowledged));
  out.gauge("qorgan_orders_unacknowledged_seconds", "The longest of them",
            number(static_cast<std::uint64_t>(orders.unacknowledged_for_ms)) / 1e3);
  out.counter("qorgan_orders_begun_total", "Orders the engine has taken into force",
              number(orders.begun));
  out.counter("qorgan_orders_ended_total", "Orders the engine has let go", number(orders.ended));
  out.gauge("qorgan_orders_healthy", "1 while the order book answers",
            orders.trouble.empty() ? 1 : 0);
}

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
  const auto refused = [&](const char* why, std::uint64_t value) {
    out.counter("qorgan_trunk_refused_total", "New calls answered 503 for want of room",
                number(value), {{"trunk", trunk.name}, {"why", why}});
  };
  refused("ceiling", trunk.over_ceiling);
  refused("overload", trunk.refused_overload);
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

void add_transport(exposition& out, const transport_figures& on) {
  const labels here{{"transport", on.transport}, {"address", on.address}};
  const auto with = [&here](const char* name, const char* value) {
    labels out_labels = here;
    out_labels.push_back({name, value});
    return out_labels;
  };
  out.counter("qorgan_transport_messages_total", "SIP messages by listener", number(on.messages_in),
              with("way", "in"));
  out.counter("qorgan_transport_messages_total", "SIP messages by listener",
              number(on.messages_out), with("way", "out"));
  if (on.transport == "UDP") return;
  out.gauge("qorgan_connections", "Connections open", number(on.connections), here);
  out.counter("qorgan_connections_total", "Connections by who began them", number(on.accepted),
              with("begun", "there"));
  out.counter("qorgan_connections_total", "Connections by who began them", number(on.opened),
              with("begun", "here"));
  const auto refused = [&](const char* why, std::uint64_t value) {
    out.counter("qorgan_connections_refused_total", "Connections that never came up", number(value),
                with("why", why));
  };
  refused("stranger", on.strangers);
  refused("too_many", on.turned_away);
  refused("handshake", on.handshakes_refused);
  refused("no_answer", on.connect_failures);
  const auto closed = [&](const char* why, std::uint64_t value) {
    out.counter("qorgan_connections_closed_total", "Connections closed by this side", number(value),
                with("why", why));
  };
  closed("slow", on.closed_slow);
  closed("idle", on.closed_idle);
  closed("unread", on.closed_unread);
  closed("garbage", on.closed_garbage);
  out.counter("qorgan_tls_sessions_resumed_total", "Handshakes without the private key",
              number(on.sessions_resumed), here);
}

void add_watch(exposition& out, const watch_figures& watch) {
  if (!watch.configured) return;
  out.counter("qorgan_watch_packets_total", "HEP packets of known agents", number(watch.packets));
  out.counter("qorgan_watch_messages_total", "SIP messages in them", number(watch.messages));
  const auto dropped = [&](const char* why, std::uint64_t value) {
    out.counter("qorgan_watch_dropped_total", "What arrived at the mirror's ports and was not used",
                number(value), {{"why", why}});
  };
  dropped("stranger", watch.strangers);
  dropped("wrong_key", watch.wrong_key);
  dropped("old_version", watch.old_version);
  dropped("malformed", watch.malformed);
  dropped("bad_sip", watch.bad_sip);
  dropped("other", watch.other);
  dropped("no_trunk", watch.no_trunk);
  dropped("own", watch.own);
  dropped("mid_call", watch.mid_call);
  out.counter("qorgan_watch_clock_off_total", "Messages whose time was not believed",
              number(watch.clock_off));
  out.counter("qorgan_watch_window_full_total", "Messages sorted too early", number(watch.no_room));
  out.gauge("qorgan_watch_connections", "Agents connected over TCP", number(watch.connections));
  out.counter("qorgan_watch_calls_total", "Calls followed", number(watch.calls));
  out.counter("qorgan_watch_joined_total", "Calls a redirect trunk had asked about",
              number(watch.joined));
  out.counter("qorgan_watch_forgotten_total", "Live calls that made room for others",
              number(watch.forgotten));
  out.counter("qorgan_watch_timed_out_total", "Calls whose end was not seen",
              number(watch.timed_out));
  out.gauge("qorgan_watch_live_calls", "Calls followed now", number(watch.live));
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
  out.counter("qorgan_sip_receive_dropped_total",
              "Datagrams the kernel threw away because a receive queue was full",
              number(figures.receive_dropped));
  out.gauge("qorgan_draining", "1 while neighbours are told to send new calls elsewhere",
            figures.draining ? 1 : 0);
  out.gauge("qorgan_carried_over_calls", "Calls taken over from the process before",
            number(figures.carried_over));
  out.gauge("qorgan_load_stage", "0 calm, 1 calls pass unscreened, 2 new calls are refused",
            static_cast<double>(figures.load));
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
  for (const auto& on : figures.transports) add_transport(out, on);
  if (happened(figures.certificate_expires_at)) {
    out.gauge("qorgan_tls_certificate_expires_seconds", "Unix time the own certificate ends at",
              static_cast<double>(to_us(figures.certificate_expires_at)) / 1e6);
  }
  out.gauge("qorgan_next_hop_names_failing", "Next hops whose name was not found the last time",
            static_cast<double>(figures.name_troubles.size()));
  for (const auto& trunk : figures.trunks) add_trunk(out, trunk);
  add_watch(out, figures.watch);
}

void add_passports(exposition& out, const centre_status& status) {
  for (std::size_t i = 0; i < kPassportStatuses; ++i) {
    out.counter("qorgan_passports_total", "Calls by outcome of PASSporT verification",
                number(status.gateway.passports[i]),
                {{"status", std::string(to_string(static_cast<passport_status>(i)))}});
  }
  out.gauge("qorgan_passport_waiting_calls", "INVITEs that wait for their PASSporT",
            number(status.gateway.parked));
  out.counter("qorgan_passport_wait_timeouts_total", "INVITEs that had waited long enough",
              number(status.gateway.parked_timeouts));
  out.counter("qorgan_passport_wait_refused_total", "INVITEs that could not wait: table full",
              number(status.gateway.parked_refused));
  const identity_figures& figures = status.identity;
  out.counter("qorgan_passport_signatures_total", "Signatures verified",
              number(figures.verified_signatures));
  out.counter("qorgan_passport_recent_hits_total", "Answered by a result of the last minute",
              number(figures.recent_hits));
  out.counter("qorgan_passport_queue_full_total", "Not verified: the queue was full",
              number(figures.queue_full));
  out.counter("qorgan_passport_certificate_hits_total", "Certificates that were at hand",
              number(figures.credential_hits));
  out.counter("qorgan_passport_fetches_total", "Certificates fetched", number(figures.fetches));
  out.counter("qorgan_passport_fetch_failures_total", "Certificates that could not be fetched",
              number(figures.fetch_failures));
  out.counter("qorgan_passport_fetch_queue_full_total", "Not fetched: the queue was full",
              number(figures.fetch_queue_full));
  out.gauge("qorgan_passport_certificates", "Certificates kept", number(figures.credentials));
}

void add_desk(exposition& out, const desk_figures& desk) {
  const auto cases = [&](const char* state, std::uint64_t value) {
    out.gauge("qorgan_desk_cases", "Open cases of the desk", number(value), {{"state", state}});
  };
  cases("waiting", desk.waiting);
  cases("claimed", desk.claimed);
  cases("escalated", desk.escalated);
  out.gauge("qorgan_desk_urgent_waiting", "Urgent cases nobody has claimed",
            number(desk.urgent_waiting));
  out.gauge("qorgan_desk_overdue", "Cases beyond the red limit of their clock",
            number(desk.overdue));
  out.gauge("qorgan_desk_flood", "1 while alerts are gathered by trunk", desk.flood ? 1 : 0);
  out.gauge("qorgan_desk_healthy", "1 while alerts become cases", desk.trouble.empty() ? 1 : 0);
}

}  // namespace

std::string metrics_text(const centre_status& status) {
  exposition out;
  add_gateway(out, status.gateway);
  if (status.verifies_passports) add_passports(out, status);
  add_screening(out, status);
  add_reports(out, status);
  add_models(out, status.gateway.models);
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
  add_desk(out, status.desk);
  add_orders(out, status.orders);
  out.gauge("qorgan_audit_entries", "Entries of the audit log", number(status.audit.entries));
  out.gauge("qorgan_audit_sealed", "Entries under the newest signature",
            number(status.audit.sealed));
  out.gauge("qorgan_audit_healthy", "1 while the audit log is the one that was signed",
            status.audit.trouble.empty() ? 1 : 0);
  return out.text();
}

}  // namespace qorgan::app
