// The desk, reading: how it stands, one case with everything an operator needs to understand it.

#include <algorithm>
#include <boost/json.hpp>

#include "console/body_reader.h"
#include "console/clean_text.h"
#include "console/desk_json.h"
#include "console/endpoints.h"

namespace qorgan::console {
namespace {

namespace json = boost::json;
using namespace std::chrono_literals;

constexpr unsigned kShownCalls = 100;
constexpr unsigned kShownEvents = 200;
constexpr unsigned kPastCases = 20;
constexpr std::size_t kSiblings = 50;
constexpr auto kSubscriberWindow = 72h;
constexpr double kSuspicious = 0.3;

json::object limits_json(const casework::desk_limits& limits) {
  json::object out;
  for (unsigned clock = 0; clock < casework::kDeskClocks; ++clock) {
    json::object levels;
    for (unsigned level = 0; level < kDeskLevels; ++level) {
      const casework::limit_pair& limit = limits.of[clock][level];
      levels[to_string(static_cast<desk_level>(level))] =
          json::object{{"amber_s", limit.amber_s}, {"red_s", limit.red_s}};
    }
    out[casework::to_string(static_cast<casework::desk_clock>(clock))] = std::move(levels);
  }
  return out;
}

/// What a call going on has in common with a case; empty: nothing.
json::array in_common(const call_summary& call, const case_call& with) {
  json::array out;
  if (call.caller == with.caller) out.emplace_back("number");
  constexpr std::size_t kRangeDigits = 2;
  if (with.caller.size() > kRangeDigits + 5 && call.caller.size() == with.caller.size() &&
      std::string_view(call.caller)
          .starts_with(
              std::string_view(with.caller).substr(0, with.caller.size() - kRangeDigits))) {
    out.emplace_back("range");
  }
  if (with.fingerprint != 0 && call.fingerprint == with.fingerprint) out.emplace_back("equipment");
  return out;
}

void put_siblings(json::object& to, exchange& x, const desk_case& it) {
  struct sibling {
    const live_call* call;
    json::array common;
  };
  std::vector<sibling> found;
  unsigned on_trunk = 0;
  const std::lock_guard lock{x.needs.live.mutex};
  for (const auto& [key, call] : x.needs.live.view.calls()) {
    if (!call.live()) continue;
    on_trunk += call.detail.call.trunk == it.first.trunk ? 1 : 0;
    json::array common = in_common(call.detail.call, it.first);
    if (!common.empty()) found.push_back({&call, std::move(common)});
  }
  // Most in common first; then the newest.
  std::ranges::sort(found, [](const sibling& a, const sibling& b) {
    if (a.common.size() != b.common.size()) return a.common.size() > b.common.size();
    return a.call->detail.call.key > b.call->detail.call.key;
  });
  json::array items;
  for (sibling& each : found) {
    if (items.size() >= kSiblings) break;
    items.push_back(json::object{{"row", row_json(each.call->detail, each.call->state, x.eyes())},
                                 {"same", each.common}});
  }
  to["siblings"] = json::object{
      {"items", std::move(items)}, {"found", found.size()}, {"live_on_trunk", on_trunk}};
}

/// Suspicious calls to the same subscriber in the last three days, newest first.
json::array subscriber_calls(exchange& x, const desk_case& it, timestamp now) {
  json::array out;
  if (!it.first.callee.starts_with('+')) return out;
  call_query query;
  query.number_prefix = it.first.callee.substr(1);
  query.from = now - kSubscriberWindow;
  query.limit = 200;
  const auto calls = x.needs.outside.archive.find_calls(query);
  const std::lock_guard lock{x.needs.live.mutex};
  const live_view& view = x.needs.live.view;
  for (const call_summary& call : calls) {
    if (call.callee != it.first.callee) continue;
    const live_call* const held = view.find(call.key);
    const bool alerted = held != nullptr && !held->detail.alerts.empty();
    const bool suspicious =
        alerted || call.would != verdict::pass || static_cast<double>(call.score) >= kSuspicious;
    if (!suspicious) continue;
    out.push_back(held != nullptr
                      ? row_json(held->detail, held->state, x.eyes())
                      : row_json({.call = call, .messages = {}, .alerts = {}, .teardown = {}},
                                 view.archived_state(call), x.eyes()));
    if (out.size() >= kSiblings) break;
  }
  return out;
}

/// The country the number claims beside what is known of where the call came from.
json::object origin_of(exchange& x, const desk_case& it) {
  json::object out{{"claimed", it.first.caller_country}, {"proven_by", "nothing"}};
  for (const trunk_figures& trunk : x.needs.outside.status.status().gateway.trunks) {
    if (trunk.name != it.first.trunk) continue;
    out["carrier"] = trunk.carrier;
    if (trunk.where.empty()) continue;
    out["carrier_country"] = trunk.where.text();
    out["proven"] = trunk.where.text();
    out["proven_by"] = "trunk";
  }
  const auto found = it.first.key ? find_known(x, it.first.key) : std::nullopt;
  if (!found) return out;
  out["source"] = clean_text(found->call.source, 64);
  const bool signed_for =
      found->call.passport == passport_status::verified && found->call.attested == attestation::a;
  if (signed_for) {
    out["proven"] = it.first.caller_country;
    out["proven_by"] = "signature";
  }
  return out;
}

json::object detail_of(exchange& x, const desk_case& it) {
  desk_book& book = x.needs.outside.desk;
  const timestamp now = x.needs.outside.clock.now();
  const auto calls = book.calls_of(it.id, kShownCalls);
  std::vector<call_key> keys;
  for (const case_call& call : calls) keys.push_back(call.key);
  json::array items;
  json::object out;
  {
    const std::lock_guard lock{x.needs.live.mutex};
    const live_view& view = x.needs.live.view;
    const casework::case_pulse pulse = pulse_of(keys, view);
    out["case"] =
        case_json(it, pulse, rank_of(it, pulse, now), x.needs.options.desk.limits, x.eyes());
    for (const case_call& call : calls) {
      json::object item = case_call_json(call, x.eyes());
      if (const live_call* const held = view.find(call.key)) {
        item["row"] = row_json(held->detail, held->state, x.eyes());
      }
      items.push_back(std::move(item));
    }
  }
  out["calls"] = std::move(items);
  json::array history, past;
  for (const case_event& event : book.history_of(it.id, kShownEvents)) {
    history.push_back(event_json(event));
  }
  for (const desk_case& before : book.past_cases(it, kPastCases)) {
    past.push_back(case_json(before, {}, 0, x.needs.options.desk.limits, x.eyes()));
  }
  out["history"] = std::move(history);
  out["past"] = std::move(past);
  out["subscriber_calls"] = subscriber_calls(x, it, now);
  out["origin"] = origin_of(x, it);
  put_siblings(out, x, it);
  return out;
}

}  // namespace

answer get_desk(exchange& x) {
  const casework::desk_options& options = x.needs.options.desk;
  const desk_counts counts = x.needs.board.counts();
  json::object out{{"lease_s", options.lease_s},
                   {"shelf_longest_s", options.shelf_longest_s},
                   {"flood_alerts", options.flood_alerts},
                   {"limits", limits_json(options.limits)},
                   {"counts", json::object{{"waiting", counts.waiting},
                                           {"claimed", counts.claimed},
                                           {"shelved", counts.shelved},
                                           {"urgent_waiting", counts.urgent_waiting},
                                           {"overdue", counts.overdue},
                                           {"escalated", counts.escalated},
                                           {"flood", counts.flood},
                                           {"alarm", counts.alarm}}}};
  if (const std::string trouble = x.needs.desk.trouble(); !trouble.empty()) {
    out["trouble"] = trouble;
  }
  return json_answer(200, out);
}

answer get_case(exchange& x) {
  const auto it = x.needs.outside.desk.find_case({x.id.value});
  if (!it) return refuse(problem_code::not_found, "No such case");
  return json_answer(200, detail_of(x, *it));
}

answer closed_cases(exchange& x) {
  body_reader read{x.parameters};
  const auto limit = static_cast<unsigned>(read.integer("limit", 1, 500).value_or(100));
  if (auto mistakes = read.finish(problem_code::bad_parameter)) {
    return std::unexpected(std::move(*mistakes));
  }
  json::array items;
  for (const desk_case& it : x.needs.outside.desk.closed_cases(limit)) {
    items.push_back(case_json(it, {}, 0, x.needs.options.desk.limits, x.eyes()));
  }
  return json_answer(200, {{"items", std::move(items)}});
}

}  // namespace qorgan::console
