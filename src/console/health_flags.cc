#include "console/health.h"

namespace qorgan::console {
namespace {

void flag_journal(const centre_status& status, std::vector<health_flag>& out) {
  if (!status.journal.healthy) {
    out.push_back({.code = "journal_unhealthy",
                   .level = flag_level::red,
                   .detail = "records cannot be made durable, so nothing is refused: " +
                             status.journal.trouble,
                   .since = status.journal.trouble_since});
  }
  if (status.gateway.not_enforced > 0) {
    out.push_back({.code = "not_enforced",
                   .level = flag_level::red,
                   .detail = "refusals became passes because their record was not durable in time",
                   .count = status.gateway.not_enforced});
  }
  if (status.journal.lost > 0) {
    out.push_back({.code = "records_lost",
                   .level = flag_level::red,
                   .detail = "the journal's queue was full",
                   .count = status.journal.lost});
  }
}

void flag_projection(const centre_status& status, std::vector<health_flag>& out) {
  if (!status.projection.healthy) {
    out.push_back({.code = "projection_unhealthy",
                   .level = flag_level::red,
                   .detail = "the archive does not take records: " + status.projection.trouble});
  }
  if (records_behind(status) > kBehindAmber) {
    out.push_back(
        {.code = "projection_behind",
         .level = records_behind(status) > kBehindRed ? flag_level::red : flag_level::amber,
         .detail = "the archive is behind the journal",
         .count = records_behind(status)});
  }
}

void flag_orders(const order_figures& orders, std::vector<health_flag>& out) {
  constexpr std::int64_t kAmber_ms = 1'000;
  constexpr std::int64_t kRed_ms = 10'000;
  if (!orders.trouble.empty()) {
    out.push_back({.code = "orders_unhealthy",
                   .level = flag_level::red,
                   .detail = "the order book does not answer: " + orders.trouble});
  }
  if (orders.unacknowledged_for_ms > kAmber_ms) {
    out.push_back(
        {.code = "orders_late",
         .level = orders.unacknowledged_for_ms > kRed_ms ? flag_level::red : flag_level::amber,
         .detail = "orders that the engine has not acknowledged within a second",
         .count = orders.unacknowledged});
  }
}

void flag_audit(const audit_figures& audit, std::vector<health_flag>& out) {
  if (audit.trouble.empty()) return;
  out.push_back({.code = "audit_unhealthy",
                 .level = flag_level::red,
                 .detail = "the audit log cannot be sealed: " + audit.trouble});
}

void flag_certificate(const centre_status& status, std::vector<health_flag>& out) {
  constexpr std::chrono::hours kAmber{14 * 24};
  const timestamp ends = status.gateway.certificate_expires_at;
  if (!happened(ends) || ends - status.now > kAmber) return;
  out.push_back({.code = "certificate_ends",
                 .level = ends <= status.now ? flag_level::red : flag_level::amber,
                 .detail = "the certificate of SIP over TLS ends " + to_rfc3339(ends),
                 .since = ends});
}

void flag_gateway(const gateway_figures& figures, std::vector<health_flag>& out) {
  for (const next_hop_figures& hop : figures.next_hops) {
    if (hop.up) continue;
    out.push_back({.code = "next_hop_down",
                   .level = flag_level::red,
                   .detail = "next hop " + hop.address + " of trunk " + hop.trunk + " is down",
                   .subject = hop.trunk + " " + hop.address,
                   .since = hop.since});
  }
  for (const std::string& trouble : figures.name_troubles) {
    out.push_back({.code = "next_hop_name",
                   .level = flag_level::amber,
                   .detail = "the name of a next hop was not found; what was known last is used",
                   .subject = trouble});
  }

  if (figures.draining) {
    out.push_back({.code = "draining",
                   .level = flag_level::amber,
                   .detail = "OPTIONS is answered 503 so that new calls go elsewhere"});
  }
  if (figures.load != load_stage::calm) {
    const bool refusing = figures.load == load_stage::refusing;
    out.push_back({.code = refusing ? "overload_refusing" : "overload_unscreened",
                   .level = refusing ? flag_level::red : flag_level::amber,
                   .detail = refusing ? "new calls are answered 503, the rest pass unscreened"
                                      : "calls pass unscreened",
                   .since = figures.load_since});
  }
  if (figures.drops_failed > 0) {
    out.push_back({.code = "drops_failed",
                   .level = flag_level::amber,
                   .detail = "calls could not be ended on both sides",
                   .count = figures.drops_failed});
  }
  for (const trunk_figures& trunk : figures.trunks) {
    if (trunk.unscreened > 0) {
      out.push_back({.code = "unscreened",
                     .level = flag_level::amber,
                     .detail = "overload let calls pass without a look",
                     .subject = trunk.name,
                     .count = trunk.unscreened});
    }
    if (trunk.refused_overload > 0) {
      out.push_back({.code = "refused_overload",
                     .level = flag_level::amber,
                     .detail = "overload: new calls were answered 503",
                     .subject = trunk.name,
                     .count = trunk.refused_overload});
    }
  }
}

void flag_watch(const watch_figures& watch, std::vector<health_flag>& out) {
  if (const auto refused = watch.strangers + watch.wrong_key + watch.old_version; refused > 0) {
    out.push_back({.code = "watch_refused",
                   .level = flag_level::amber,
                   .detail = "mirrored signalling was dropped: from strangers, without the key or "
                             "not HEP version 3",
                   .count = refused});
  }
  if (watch.forgotten > 0) {
    out.push_back({.code = "watch_forgotten",
                   .level = flag_level::amber,
                   .detail = "watched calls were given up for newer ones: raise watch.max_calls",
                   .count = watch.forgotten});
  }
}

void flag_screening(const screening_figures& http, std::vector<health_flag>& out) {
  const std::uint64_t open = http.late + http.no_answer + http.queue_full;
  if (open > 0) {
    out.push_back(
        {.code = "screening_open",
         .level = flag_level::amber,
         .detail = "questions over HTTP were answered 'pass' for want of a decision in time",
         .count = open});
  }
  if (http.answers_too_late > 0) {
    out.push_back({.code = "screening_answers_too_late",
                   .level = flag_level::amber,
                   .detail = "decisions came when their switch had been told 'pass'",
                   .count = http.answers_too_late});
  }
}

void flag_desk(const desk_figures& desk, std::vector<health_flag>& out) {
  if (!desk.trouble.empty()) {
    out.push_back({.code = "desk_unhealthy",
                   .level = flag_level::red,
                   .detail = "new alerts do not become cases: " + desk.trouble});
  }
  if (desk.overdue > 0) {
    out.push_back({.code = "desk_overdue",
                   .level = flag_level::amber,
                   .detail = "cases of the desk are beyond the limit of their clock",
                   .count = desk.overdue});
  }
}

}  // namespace

std::uint64_t records_behind(const centre_status& status) {
  const std::uint64_t committed = status.journal.committed;
  return committed > status.projection.position ? committed - status.projection.position : 0;
}

std::vector<health_flag> health_flags(const centre_status& status) {
  std::vector<health_flag> out;
  flag_journal(status, out);
  flag_projection(status, out);
  flag_orders(status.orders, out);
  flag_audit(status.audit, out);
  flag_certificate(status, out);
  flag_gateway(status.gateway, out);
  flag_watch(status.gateway.watch, out);
  flag_screening(status.screening, out);
  flag_desk(status.desk, out);
  return out;
}

}  // namespace qorgan::console
