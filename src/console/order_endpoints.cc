// Orders: lists, search, one of them, what one would have hit, the catalogue, the prosecutor's day.

#include <boost/json.hpp>

#include "console/body_reader.h"
#include "console/clean_text.h"
#include "console/endpoints.h"
#include "console/order_json.h"
#include "console/orders.h"

namespace qorgan::console {
namespace {

namespace json = boost::json;

constexpr std::int64_t kMaxPage = 500;
constexpr duration kBlastSpan = std::chrono::hours{24 * 7};
constexpr duration kDay = std::chrono::hours{24};
/// What ends within this time is shown as expiring.
constexpr duration kExpiring = std::chrono::hours{72};

using enum order_state;
const std::vector<order_state> kWaiting{submitted, emergency};
const std::vector<order_state> kInForce{active, emergency, approved};
const std::vector<order_state> kOver{refused, expired, lifted, replaced, retracted};

json::array items_of(const std::vector<order>& found, const reader& who) {
  json::array out;
  for (const order& each : found) {
    json::object item = order_json(each, who);
    item.erase("blast");
    out.push_back(std::move(item));
  }
  return out;
}

answer page_of(exchange& x, const order_query& query) {
  const std::vector<order> found = x.needs.outside.law.orders.find_orders(query);
  json::object out{{"items", items_of(found, x.eyes())}};
  if (found.size() >= query.limit) out["next"] = found.back().id.value;
  return json_answer(200, out);
}

}  // namespace

answer list_legal_bases(exchange& x) {
  const auto law = x.needs.outside.law.bases();
  json::array items;
  for (const casework::legal_basis& each : law->bases) items.push_back(basis_json(each));
  return json_answer(200, {{"version", law->version},
                           {"ratify_hours", law->ratify_hours},
                           {"appeal_hours", law->appeal_hours},
                           {"items", std::move(items)}});
}

answer list_orders(exchange& x) {
  body_reader read{x.parameters};
  const std::string list = read.optional_text("list", 16);
  order_query query;
  query.before = {read.integer("before", 1, INT64_MAX).value_or(0)};
  query.limit = static_cast<unsigned>(read.integer("limit", 1, kMaxPage).value_or(100));
  if (list == "waiting") {
    query.states = kWaiting;
  } else if (list == "in_force") {
    query.states = kInForce;
  } else if (list == "over") {
    query.states = kOver;
  } else if (list == "mine") {
    query.proposer = x.who->person.name;
  } else if (!list.empty()) {
    read.mistake("list", "must be waiting, in_force, over or mine");
  }
  if (auto mistakes = read.finish(problem_code::bad_parameter)) {
    return std::unexpected(std::move(*mistakes));
  }
  return page_of(x, query);
}

answer search_orders(exchange& x) {
  body_reader read{x.body};
  order_query query;
  query.target = read.text("target", 3, 64);
  query.before = {read.integer("before", 1, INT64_MAX).value_or(0)};
  if (auto mistakes = read.finish(problem_code::invalid_body)) {
    return std::unexpected(std::move(*mistakes));
  }
  audit(x, "search_orders", mask_number(query.target), "");
  return page_of(x, query);
}

answer get_order(exchange& x) {
  const auto found = find_asked_order(x);
  if (!found) return refuse(problem_code::not_found, "No such order");
  return json_answer(200, order_json(*found, x.eyes()));
}

answer open_order_target(exchange& x) {
  body_reader read{x.body};
  const std::string purpose = read.text("purpose", 3, 200);
  if (auto mistakes = read.finish(problem_code::invalid_body)) {
    return std::unexpected(std::move(*mistakes));
  }
  const auto found = find_asked_order(x);
  if (!found) return refuse(problem_code::not_found, "No such order");
  audit(x, "open_number", "order " + std::to_string(found->id.value), purpose);
  return json_answer(
      200, {{"target", found->target}, {"opened_at", to_rfc3339(x.needs.outside.clock.now())}});
}

blast_radius measure_blast(exchange& x, order_kind kind, const std::string& text) {
  const law_desk& law = x.needs.outside.law;
  blast_question question;
  question.target = parse_order_target(kind, text).value();
  question.text = text;
  question.to = x.needs.outside.clock.now();
  question.from = question.to - kBlastSpan;
  question.domestic_trunks = law.domestic_trunks;
  question.honest = law.is_trusted;
  return law.orders.measure(question);
}

answer order_blast_radius(exchange& x) {
  body_reader read{x.body};
  const auto kind = parse_order_kind(read.text("kind", 1, 16));
  const std::string target = read.text("target", 1, 64);
  if (!kind) {
    read.mistake("kind", "is no kind of order");
  } else if (const auto parsed = parse_order_target(*kind, target); !parsed) {
    read.mistake("target", parsed.error());
  }
  if (auto mistakes = read.finish(problem_code::invalid_body)) {
    return std::unexpected(std::move(*mistakes));
  }
  audit(x, "blast_radius", mask_number(target), std::string(to_string(*kind)));
  return json_answer(200, blast_json(measure_blast(x, *kind, target), x.eyes()));
}

answer law_day(exchange& x) {
  order_book& book = x.needs.outside.law.orders;
  const timestamp now = x.needs.outside.clock.now();
  json::array effects, expiring;
  for (const order_effect& each : book.effects(now - kDay, now)) {
    effects.push_back(json::object{
        {"order", each.order.value}, {"calls", each.calls}, {"callers", each.callers}});
  }
  for (const order& each : book.standing()) {
    if (each.state != active || each.valid_to - now > kExpiring) continue;
    json::object item = order_json(each, x.eyes());
    item.erase("blast");
    expiring.push_back(std::move(item));
  }
  return json_answer(200, {{"waiting", items_of(book.find_orders({.states = kWaiting}), x.eyes())},
                           {"expiring", std::move(expiring)},
                           {"effects", std::move(effects)},
                           {"at", to_rfc3339(now)}});
}

}  // namespace qorgan::console
