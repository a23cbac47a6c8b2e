// Calls and alerts: lists, search, one call in detail.

#include <algorithm>
#include <boost/json.hpp>

#include "console/body_reader.h"
#include "console/clean_text.h"
#include "console/endpoints.h"
#include "domain/number_plan.h"

namespace qorgan::console {
namespace {

namespace json = boost::json;

constexpr std::int64_t kMaxPage = 500;
constexpr std::int64_t kPage = 100;

// The conditions that a query and a search share.
call_query read_query(body_reader& read) {
  call_query out;
  out.enforced = read.parsed("enforced", parse_verdict);
  out.would = read.parsed("would", parse_verdict);
  out.trunk = read.optional_text("trunk", 64);
  out.from = read.parsed("from", parse_rfc3339).value_or(kNever);
  out.to = read.parsed("to", parse_rfc3339).value_or(kNever);
  out.before = read.parsed("before", parse_call_key).value_or(call_key{});
  out.limit = static_cast<unsigned>(read.integer("limit", 1, kMaxPage).value_or(kPage));
  return out;
}

// A call that the live view holds is shown as it is now, with its alert and teardown.
answer page_of(exchange& x, const call_query& query) {
  const std::vector<call_summary> found = x.needs.outside.archive.find_calls(query);
  json::array items;
  {
    const std::lock_guard lock{x.needs.live.mutex};
    const live_view& view = x.needs.live.view;
    for (const call_summary& call : found) {
      const live_call* now = view.find(call.key);
      items.push_back(now != nullptr
                          ? row_json(now->detail, now->state, x.eyes())
                          : row_json({.call = call, .messages = {}, .alerts = {}, .teardown = {}},
                                     view.archived_state(call), x.eyes()));
    }
  }
  json::object out{{"items", std::move(items)}};
  if (found.size() >= query.limit) out["next"] = to_string(found.back().key);
  return json_answer(200, out);
}

bool is_prefix(std::string_view digits) {
  return digits.size() >= 3 && digits.size() <= 15 &&
         std::ranges::all_of(digits, [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

answer list_calls(exchange& x) {
  body_reader read{x.parameters};
  const call_query query = read_query(read);
  if (auto mistakes = read.finish(problem_code::bad_parameter)) {
    return std::unexpected(std::move(*mistakes));
  }
  return page_of(x, query);
}

answer search_calls(exchange& x) {
  body_reader read{x.body};
  call_query query = read_query(read);
  std::string digits = read.text("number_prefix", 3, 16);
  if (digits.starts_with('+')) digits.erase(0, 1);
  if (!is_prefix(digits)) read.mistake("number_prefix", "must be 3 to 15 digits");
  if (auto mistakes = read.finish(problem_code::invalid_body)) {
    return std::unexpected(std::move(*mistakes));
  }
  query.number_prefix = digits;
  audit(x, "search_number", mask_number("+" + digits), "");
  return page_of(x, query);
}

answer get_call(exchange& x) {
  {
    const std::lock_guard lock{x.needs.live.mutex};
    const live_call* now = x.needs.live.view.find(x.id);
    if (now != nullptr && now->complete) {
      return json_answer(200, detail_json(now->detail, now->state, x.eyes()));
    }
  }
  auto kept = x.needs.outside.archive.call(x.id);
  const std::lock_guard lock{x.needs.live.mutex};
  const live_call* now = x.needs.live.view.find(x.id);
  if (!kept && now == nullptr) return refuse(problem_code::not_found, "No such call");
  if (!kept) return json_answer(200, detail_json(now->detail, now->state, x.eyes()));
  const call_state state =
      now != nullptr ? now->state : x.needs.live.view.archived_state(kept->call);
  return json_answer(200, detail_json(*kept, state, x.eyes()));
}

answer list_alerts(exchange& x) {
  body_reader read{x.parameters};
  const auto limit = static_cast<unsigned>(read.integer("limit", 1, kMaxPage).value_or(kPage));
  if (auto mistakes = read.finish(problem_code::bad_parameter)) {
    return std::unexpected(std::move(*mistakes));
  }
  json::array items;
  for (const alert_summary& entry : x.needs.outside.archive.newest_alerts(limit)) {
    json::object item = alert_json(entry.raised, true);
    item["call"] = to_string(entry.raised.key);
    const country where = classify(entry.raised.caller).where;
    item["caller"] = shown_caller(to_string(entry.raised.caller), where.text(), x.eyes());
    item["callee"] = mask_number(to_string(entry.raised.callee));
    if (!entry.trunk.empty()) item["trunk"] = entry.trunk;
    items.push_back(std::move(item));
  }
  return json_answer(200, {{"items", std::move(items)}});
}

answer live_feed_without_upgrade(exchange&) {
  return refuse(problem_code::upgrade_required, "Connect with a WebSocket");
}

}  // namespace qorgan::console
