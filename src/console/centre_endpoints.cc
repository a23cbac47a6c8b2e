// The centre itself: trunks, detectors, policy, audit, and the probes of monitoring.

#include <algorithm>
#include <boost/json.hpp>

#include "console/body_reader.h"
#include "console/endpoints.h"
#include "console/health.h"

namespace qorgan::console {
namespace {

namespace json = boost::json;

net::http_response text_answer(unsigned status, std::string text) {
  net::http_response out;
  out.status = status;
  out.content_type = "text/plain; charset=utf-8";
  out.body = std::move(text);
  return out;
}

json::array next_hops_of(const std::string& trunk, const gateway_figures& figures) {
  json::array out;
  for (const next_hop_figures& hop : figures.next_hops) {
    if (hop.trunk != trunk) continue;
    json::object item{{"address", hop.address}, {"up", hop.up}};
    if (happened(hop.since)) item["since"] = to_rfc3339(hop.since);
    out.push_back(std::move(item));
  }
  return out;
}

/// Most frequent first.
json::array answers_of(const final_answers& answers) {
  std::vector<final_answers::of_status> sorted{answers.by_status.begin(), answers.by_status.end()};
  std::ranges::sort(sorted, std::greater{}, &final_answers::of_status::count);
  json::array out;
  for (const auto& [status, count] : sorted) {
    out.push_back(json::object{{"status", status}, {"count", count}});
  }
  return out;
}

double ratio(std::uint64_t part, std::uint64_t whole) {
  return static_cast<double>(part) / static_cast<double>(whole);
}

void put_quality(json::object& to, const trunk_figures& trunk) {
  if (trunk.attempts > 0) to["asr"] = ratio(trunk.answered, trunk.attempts);
  if (trunk.answered > 0) to["acd_s"] = ratio(trunk.talk_time_ms, trunk.answered) / 1000;
  if (const double share = trunk.effectiveness(); share >= 0) to["ner"] = share;
  if (trunk.ringing > 0) to["pdd_ms"] = ratio(trunk.post_dial_delay_ms, trunk.ringing);
}

std::string_view mode_of(const trunk_figures& trunk) {
  if (trunk.watched) return "watch";
  if (trunk.screen) return "screen";
  return trunk.proxy ? "proxy" : "redirect";
}

json::object trunk_json(const trunk_figures& trunk, const gateway_figures& figures) {
  const auto& responses = trunk.answers.by_class;
  json::object out{{"name", trunk.name},
                   {"carrier", trunk.carrier},
                   {"country", trunk.where.text()},
                   {"kind", to_string(trunk.kind)},
                   {"enforcement", to_string(trunk.mode)},
                   {"mode", mode_of(trunk)},
                   {"attempts", trunk.attempts},
                   {"passed", trunk.passed},
                   {"alerted", trunk.alerted},
                   {"labelled", trunk.labelled},
                   {"withheld", trunk.withheld},
                   {"diverted", trunk.diverted},
                   {"blocked", trunk.blocked},
                   {"would_block", trunk.would_block},
                   {"emergency", trunk.emergency},
                   {"unscreened", trunk.unscreened},
                   {"over_ceiling", trunk.over_ceiling},
                   {"refused_overload", trunk.refused_overload},
                   {"answered", trunk.answered},
                   {"live", trunk.live},
                   {"calls_per_second", trunk.calls_per_second},
                   {"responses", json::object{{"none", responses[0]},
                                              {"2xx", responses[2]},
                                              {"3xx", responses[3]},
                                              {"4xx", responses[4]},
                                              {"5xx", responses[5]},
                                              {"6xx", responses[6]}}},
                   {"answers", answers_of(trunk.answers)},
                   {"next_hops", next_hops_of(trunk.name, figures)}};
  put_quality(out, trunk);
  return out;
}

json::object words(const std::string& en, const std::string& ru, const std::string& kk) {
  return {{"en", en}, {"ru", ru}, {"kk", kk}};
}

}  // namespace

answer list_trunks(exchange& x) {
  const centre_status status = x.needs.outside.status.status();
  json::array items;
  for (const trunk_figures& trunk : status.gateway.trunks) {
    items.push_back(trunk_json(trunk, status.gateway));
  }
  return json_answer(200, {{"items", std::move(items)}});
}

answer health(exchange& x) {
  return json_answer(200, health_json(x.needs.outside.status.status(), x.needs.feeds()));
}

answer list_detectors(exchange& x) {
  json::array items;
  for (const detector_text& text : x.needs.options.detectors) {
    items.push_back(json::object{{"id", text.id.value},
                                 {"name", text.name},
                                 {"title", words(text.title_en, text.title_ru, text.title_kk)},
                                 {"says", words(text.says_en, text.says_ru, text.says_kk)}});
  }
  return json_answer(200, {{"items", std::move(items)}});
}

answer own_audit(exchange& x) {
  constexpr unsigned kLookedThrough = 2'000;
  body_reader read{x.parameters};
  const auto limit = static_cast<std::size_t>(read.integer("limit", 1, 500).value_or(100));
  if (auto mistakes = read.finish(problem_code::bad_parameter)) {
    return std::unexpected(std::move(*mistakes));
  }
  json::array items;
  for (const audit_entry& entry : x.needs.outside.directory.newest_audit(kLookedThrough)) {
    if (entry.actor != x.who->actor()) continue;
    items.push_back(json::object{{"at", to_rfc3339(entry.at)},
                                 {"actor", entry.actor},
                                 {"action", entry.action},
                                 {"subject", entry.subject},
                                 {"detail", entry.detail}});
    if (items.size() >= limit) break;
  }
  return json_answer(200, {{"items", std::move(items)}});
}

answer get_policy(exchange& x) {
  return json_answer(200, {{"digest", x.needs.outside.status.status().gateway.policy_digest},
                           {"text", x.needs.outside.policy_text()}});
}

answer reload_policy(exchange& x) {
  audit(x, "reload_policy", "policy", "asked");
  const reload_result result = x.needs.outside.reload_policy();
  if (result.adopted) {
    audit(x, "reload_policy", "policy", "adopted " + result.digest);
    json::array kept;
    for (const std::string& key : result.needs_restart) kept.emplace_back(key);
    return json_answer(
        200, {{"adopted", true}, {"digest", result.digest}, {"needs_restart", std::move(kept)}});
  }
  problem out{problem_code::policy_invalid,
              std::to_string(result.errors.size()) + " mistakes; nothing changed"};
  for (const config_error& error : result.errors) {
    out.errors.push_back({.file = error.file, .line = error.line, .message = error.message});
  }
  audit(x, "reload_policy", "policy", "refused: " + out.detail);
  return std::unexpected(std::move(out));
}

answer metrics(exchange& x) {
  net::http_response out = text_answer(200, x.needs.outside.metrics());
  out.content_type = "text/plain; version=0.0.4; charset=utf-8";
  return out;
}

answer healthz(exchange&) {
  return text_answer(200, "alive\n");
}

answer readyz(exchange& x) {
  const centre_status status = x.needs.outside.status.status();
  std::string reasons;
  if (status.gateway.draining) reasons += "draining\n";
  if (!status.journal.healthy) reasons += "journal: " + status.journal.trouble + "\n";
  if (!status.projection.healthy) reasons += "projection: " + status.projection.trouble + "\n";
  return reasons.empty() ? text_answer(200, "ready\n") : text_answer(503, reasons);
}

}  // namespace qorgan::console
