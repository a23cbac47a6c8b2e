// Appeals. The two open endpoints are for people without an account: whoever asks gets a case
// number, whether or not anything was refused, so the answer reveals nothing about anybody. A
// prosecutor decides; an appeal that is granted ends the order in the same transaction.

#include <sodium.h>

#include <boost/json.hpp>

#include "casework/order_steps.h"
#include "console/body_reader.h"
#include "console/call_json.h"
#include "console/clean_text.h"
#include "console/endpoints.h"
#include "domain/number_plan.h"

namespace qorgan::console {
namespace {

namespace json = boost::json;

/// Beyond it nothing more is taken in until some are answered: the store stays bounded.
constexpr std::uint64_t kMostOpen = 10'000;
/// The call is looked for so far around the moment he gives.
constexpr duration kAround = std::chrono::hours{12};

std::string new_case_number() {
  constexpr std::string_view kLetters = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
  std::string out;
  for (int i = 0; i < 16; ++i) {
    if (i > 0 && i % 4 == 0) out += '-';
    out += kLetters[randombytes_uniform(kLetters.size())];
  }
  return out;
}

std::optional<problem> too_often(exchange& x) {
  const std::string source = address_text(x.request.peer);
  const unsigned wait = x.needs.appeals.take(source, "appeal", x.needs.steady_ns());
  if (wait == 0) return std::nullopt;
  return problem{.code = problem_code::too_many_attempts,
                 .detail = "Try again in " + std::to_string(wait) + " s",
                 .retry_after_s = wait};
}

/// The order that refused him, as far as it can be found.
order_id order_behind(exchange& x, const appeal& value) {
  call_archive& archive = x.needs.outside.archive;
  if (value.call) {
    if (const auto call = archive.call(value.call)) {
      return order_of_rule(call->call.rule).value_or(order_id{});
    }
  }
  if (value.caller.empty()) return {};
  for (const order& each : x.needs.outside.law.orders.find_orders(
           {.states = {order_state::active, order_state::emergency}, .target = value.caller})) {
    if (each.kind == order_kind::number && each.target == value.caller) return each.id;
  }
  call_query query;
  query.number_prefix = value.caller.substr(1);
  query.would = verdict::block;
  query.from = value.called_at - kAround;
  query.to = value.called_at + kAround;
  for (const call_summary& each : archive.find_calls(query)) {
    if (each.caller != value.caller) continue;
    if (const auto id = order_of_rule(each.rule)) return *id;
  }
  return {};
}

appeal read_appeal(body_reader& read) {
  appeal out;
  out.caller = read.optional_text("caller", 16);
  out.call = read.parsed("call", parse_call_key).value_or(call_key{});
  out.called_at = read.parsed("called_at", parse_rfc3339).value_or(kNever);
  out.contact = read.optional_text("contact", 200);
  out.words = read.optional_text("words", 2'000);
  const bool numbered = out.caller.starts_with('+') && e164::from_digits(out.caller.substr(1));
  if (!out.caller.empty() && !numbered) read.mistake("caller", "must be like +4915112345678");
  if (!out.call && (!numbered || !happened(out.called_at))) {
    read.mistake("call", "give the id in the refusal, or the number and the time");
  }
  return out;
}

json::object appeal_json(const appeal& value, const reader& who) {
  json::object out{{"id", value.id.value},
                   {"state", to_string(value.state)},
                   {"created_at", to_rfc3339(value.created_at)},
                   {"answer_by", to_rfc3339(value.answer_by)}};
  if (!value.caller.empty()) {
    const auto number = e164::from_digits(value.caller.substr(1)).value_or(e164{});
    out["caller"] = shown_caller(value.caller, classify(number).where.text(), who);
  }
  if (value.call) out["call"] = to_string(value.call);
  if (happened(value.called_at)) out["called_at"] = to_rfc3339(value.called_at);
  if (value.order) out["order"] = value.order.value;
  for (const auto& [key, text] : {std::pair{"words", &value.words},
                                  {"contact", &value.contact},
                                  {"decided_by", &value.decided_by},
                                  {"reason", &value.reason}}) {
    if (!text->empty()) out[key] = *text;
  }
  if (happened(value.decided_at)) out["decided_at"] = to_rfc3339(value.decided_at);
  return out;
}

}  // namespace

answer file_appeal(exchange& x) {
  if (auto wait = too_often(x)) return std::unexpected(std::move(*wait));
  body_reader read{x.body};
  appeal value = read_appeal(read);
  if (auto mistakes = read.finish(problem_code::invalid_body)) {
    return std::unexpected(std::move(*mistakes));
  }
  const law_desk& law = x.needs.outside.law;
  if (law.appeals.open_appeals() >= kMostOpen) {
    return std::unexpected(problem{.code = problem_code::busy, .retry_after_s = 3'600});
  }
  value.case_number = new_case_number();
  value.created_at = x.needs.outside.clock.now();
  value.answer_by = value.created_at + std::chrono::hours{law.bases()->appeal_hours};
  value.order = order_behind(x, value);
  law.appeals.add_appeal(
      value, {value.created_at, "anonymous", "appeal", {}, "from " + address_text(x.request.peer)});
  return json_answer(
      201, {{"case_number", value.case_number}, {"answer_by", to_rfc3339(value.answer_by)}});
}

answer appeal_status(exchange& x) {
  if (auto wait = too_often(x)) return std::unexpected(std::move(*wait));
  body_reader read{x.body};
  const std::string number = read.text("case_number", 19, 19);
  if (auto mistakes = read.finish(problem_code::invalid_body)) {
    return std::unexpected(std::move(*mistakes));
  }
  const auto found = x.needs.outside.law.appeals.find_appeal(std::string_view{number});
  if (!found) return refuse(problem_code::not_found, "No such case");
  json::object out{{"state", to_string(found->state)},
                   {"created_at", to_rfc3339(found->created_at)},
                   {"answer_by", to_rfc3339(found->answer_by)}};
  if (happened(found->decided_at)) out["decided_at"] = to_rfc3339(found->decided_at);
  if (!found->reason.empty()) out["reason"] = found->reason;
  return json_answer(200, out);
}

answer list_appeals(exchange& x) {
  json::array items;
  for (const appeal& each : x.needs.outside.law.appeals.appeals(200)) {
    items.push_back(appeal_json(each, x.eyes()));
  }
  return json_answer(
      200, {{"items", std::move(items)}, {"now", to_rfc3339(x.needs.outside.clock.now())}});
}

answer decide_appeal(exchange& x) {
  body_reader read{x.body};
  const std::string decision = read.text("decision", 1, 16);
  const std::string reason = read.text("reason", 3, 1'000);
  const bool grants = decision == "grant";
  if (!grants && decision != "dismiss") read.mistake("decision", "must be grant or dismiss");
  if (auto mistakes = read.finish(problem_code::invalid_body)) {
    return std::unexpected(std::move(*mistakes));
  }
  const law_desk& law = x.needs.outside.law;
  auto found = law.appeals.find_appeal(appeal_id{static_cast<std::int64_t>(x.id.value)});
  if (!found) return refuse(problem_code::not_found, "No such appeal");
  if (found->state != appeal_state::open) return refuse(problem_code::appeal_decided);
  const timestamp now = x.needs.outside.clock.now();
  const auto entry = [&](std::string action, std::string subject) {
    return audit_entry{now, x.who->actor(), std::move(action), std::move(subject), reason};
  };
  std::optional<order_step> lifted;
  if (const auto behind = law.orders.find_order(found->order); behind && grants) {
    const casework::order_actor by{x.who->person.name, x.who->person.acts_as, now};
    if (const auto after = casework::lift(*behind, by, reason)) {
      lifted = {*after, behind->state, entry("lift_order", std::to_string(behind->id.value))};
    }
  }
  found->state = grants ? appeal_state::granted : appeal_state::dismissed;
  found->decided_at = now;
  found->decided_by = x.who->person.name;
  found->reason = reason;
  const std::string subject = "appeal " + std::to_string(found->id.value);
  if (!law.appeals.decide_appeal(*found, entry(grants ? "grant_appeal" : "dismiss_appeal", subject),
                                 lifted)) {
    return refuse(problem_code::appeal_decided);
  }
  law.orders_changed();
  return json_answer(200, appeal_json(*found, x.eyes()));
}

}  // namespace qorgan::console
