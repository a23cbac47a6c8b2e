#include "console/health.h"

#include <boost/json.hpp>

#include "domain/report.h"

namespace qorgan::console {
namespace {

namespace json = boost::json;

json::object flag_json(const health_flag& flag) {
  json::object out{{"code", flag.code},
                   {"level", flag.level == flag_level::red ? "red" : "amber"},
                   {"detail", flag.detail}};
  if (!flag.subject.empty()) out["subject"] = flag.subject;
  if (flag.count > 0) out["count"] = flag.count;
  if (happened(flag.since)) out["since"] = to_rfc3339(flag.since);
  return out;
}

json::object gateway_json(const gateway_figures& figures) {
  json::object out{{"datagrams_in", figures.datagrams_in},
                   {"datagrams_out", figures.datagrams_out},
                   {"malformed", figures.malformed},
                   {"unknown_source", figures.unknown_source},
                   {"retransmissions", figures.retransmissions},
                   {"transactions", figures.transactions},
                   {"live_calls", figures.live_calls},
                   {"decisions", figures.decisions},
                   {"not_enforced", figures.not_enforced},
                   {"drops_requested", figures.drops_requested},
                   {"drops_confirmed", figures.drops_confirmed},
                   {"drops_failed", figures.drops_failed},
                   {"load", to_string(figures.load)},
                   {"receive_dropped", figures.receive_dropped},
                   {"carried_over", figures.carried_over},
                   {"draining", figures.draining},
                   {"policy_digest", figures.policy_digest}};
  if (happened(figures.load_since)) out["load_since"] = to_rfc3339(figures.load_since);
  if (happened(figures.started_at)) out["started_at"] = to_rfc3339(figures.started_at);
  return out;
}

json::object watch_json(const watch_figures& figures) {
  return {{"packets", figures.packets},
          {"messages", figures.messages},
          {"strangers", figures.strangers},
          {"wrong_key", figures.wrong_key},
          {"old_version", figures.old_version},
          {"malformed", figures.malformed},
          {"bad_sip", figures.bad_sip},
          {"other", figures.other},
          {"clock_off", figures.clock_off},
          {"no_room", figures.no_room},
          {"connections", figures.connections},
          {"no_trunk", figures.no_trunk},
          {"own", figures.own},
          {"mid_call", figures.mid_call},
          {"calls", figures.calls},
          {"joined", figures.joined},
          {"forgotten", figures.forgotten},
          {"timed_out", figures.timed_out},
          {"live", figures.live}};
}

json::object journal_json(const journal_figures& figures) {
  json::object out{{"appended", figures.appended},
                   {"committed", figures.committed},
                   {"lost", figures.lost},
                   {"healthy", figures.healthy},
                   {"bytes", figures.bytes}};
  if (!figures.trouble.empty()) out["trouble"] = figures.trouble;
  if (happened(figures.trouble_since)) out["trouble_since"] = to_rfc3339(figures.trouble_since);
  return out;
}

json::object screening_json(const screening_figures& http, const asked_figures& asked) {
  if (!http.enabled) return {{"enabled", false}};
  json::array clients;
  for (const asking_client_figures& one : http.clients) {
    clients.push_back(
        json::object{{"name", one.name}, {"asked", one.asked}, {"rate_limited", one.rate_limited}});
  }
  return {{"enabled", true},
          {"requests", http.requests},
          {"answered", http.answered},
          {"refused", http.refused},
          {"bad_tokens", http.bad_tokens},
          {"rate_limited", http.rate_limited},
          {"emergency", http.emergency},
          {"emergency_unrecorded", http.emergency_unrecorded},
          {"open", json::object{{"no_record", http.no_record},
                                {"late", http.late},
                                {"no_answer", http.no_answer},
                                {"queue_full", http.queue_full}}},
          {"answers_too_late", http.answers_too_late},
          {"calls", asked.calls},
          {"repeated", asked.repeated},
          {"events", asked.news},
          {"unheard", asked.unheard},
          {"not_followed", asked.not_followed},
          {"live", asked.live},
          {"waiting", http.waiting},
          {"connections", http.connections},
          {"p50_us", http.lately.percentile_us(0.5)},
          {"p99_us", http.lately.percentile_us(0.99)},
          {"clients", std::move(clients)}};
}

json::object reports_json(const report_door_figures& door, const report_effects& made) {
  json::array sources;
  for (std::size_t i = 0; i < door.sources.size(); ++i) {
    sources.push_back(json::object{{"source", to_string(static_cast<report_source>(i))},
                                   {"accepted", door.sources[i].accepted},
                                   {"rate_limited", door.sources[i].rate_limited}});
  }
  return {{"sources", std::move(sources)},
          {"refused", door.refused},
          {"unknown_calls", door.unknown_calls},
          {"overloaded", door.overloaded},
          {"taken", made.taken},
          {"repeated", made.repeated},
          {"beyond_cap", made.beyond_cap},
          {"without_caller", made.without_caller}};
}

json::object projection_json(const centre_status& status) {
  json::object out{{"position", status.projection.position},
                   {"behind", records_behind(status)},
                   {"healthy", status.projection.healthy}};
  if (!status.projection.trouble.empty()) out["trouble"] = status.projection.trouble;
  return out;
}

json::array transports_json(const gateway_figures& figures) {
  json::array out;
  for (const transport_figures& on : figures.transports) {
    out.push_back(json::object{
        {"transport", on.transport},
        {"address", on.address},
        {"messages_in", on.messages_in},
        {"messages_out", on.messages_out},
        {"connections", on.connections},
        {"refused", on.strangers + on.turned_away},
        {"handshakes_refused", on.handshakes_refused},
        {"closed", on.closed_slow + on.closed_idle + on.closed_unread + on.closed_garbage}});
  }
  return out;
}

json::object passports_json(const centre_status& status) {
  json::object outcomes;
  for (std::size_t i = 0; i < kPassportStatuses; ++i) {
    outcomes[to_string(static_cast<passport_status>(i))] = status.gateway.passports[i];
  }
  const identity_figures& figures = status.identity;
  return {{"outcomes", std::move(outcomes)},
          {"waiting_calls", status.gateway.parked},
          {"wait_timeouts", status.gateway.parked_timeouts},
          {"certificates", figures.credentials},
          {"certificate_hits", figures.credential_hits},
          {"fetches", figures.fetches},
          {"fetch_failures", figures.fetch_failures},
          {"queue_full",
           figures.queue_full + figures.fetch_queue_full + status.gateway.parked_refused}};
}

json::array named_counts(const std::vector<std::pair<std::string, std::uint64_t>>& counts) {
  json::array out;
  for (const auto& [name, count] : counts) {
    out.push_back(json::object{{"name", name}, {"count", count}});
  }
  return out;
}

}  // namespace

json::object health_json(const centre_status& status, const feed_figures& feeds) {
  std::string_view state = "ok";
  json::array flags;
  for (const health_flag& flag : health_flags(status)) {
    if (flag.level == flag_level::red) state = "red";
    if (flag.level == flag_level::amber && state == "ok") state = "amber";
    flags.push_back(flag_json(flag));
  }
  json::object out{{"state", state},
                   {"flags", std::move(flags)},
                   {"now", to_rfc3339(status.now)},
                   {"version", status.version},
                   {"node", status.node},
                   {"store", status.store},
                   {"demonstration", status.demonstration},
                   {"gateway", gateway_json(status.gateway)},
                   {"screening", screening_json(status.screening, status.gateway.asked)},
                   {"reports", reports_json(status.reports, status.gateway.reports)},
                   {"journal", journal_json(status.journal)},
                   {"projection", projection_json(status)},
                   {"orders", json::object{{"in_force", status.orders.in_force},
                                           {"unacknowledged", status.orders.unacknowledged},
                                           {"begun", status.orders.begun},
                                           {"ended", status.orders.ended}}},
                   {"consoles", json::object{{"connected", feeds.connected},
                                             {"slow", feeds.slow},
                                             {"frozen", feeds.frozen},
                                             {"worst_lag_ms", feeds.worst_lag_ms},
                                             {"resyncs", feeds.resyncs}}},
                   {"transports", transports_json(status.gateway)},
                   {"detector_hits", named_counts(status.gateway.detector_hits)},
                   {"rule_hits", named_counts(status.gateway.rule_hits)}};
  const gateway_figures& figures = status.gateway;
  if (happened(figures.certificate_expires_at)) {
    out["certificate_expires_at"] = to_rfc3339(figures.certificate_expires_at);
  }
  if (!figures.handshake_refusal.empty()) out["handshake_refusal"] = figures.handshake_refusal;
  if (status.gateway.watch.configured) out["watch"] = watch_json(status.gateway.watch);
  if (status.verifies_passports) out["passports"] = passports_json(status);
  return out;
}

}  // namespace qorgan::console
