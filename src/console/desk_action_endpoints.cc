// The desk, acting. Every action carries an idempotency key; the case, its history and the audit
// entry change in one transaction (domain/desk.h), and only then is anything done outside.

#include <algorithm>
#include <boost/json.hpp>

#include "casework/desk_case.h"
#include "console/body_reader.h"
#include "console/clean_text.h"
#include "console/desk_json.h"
#include "console/desk_teaching.h"
#include "console/endpoints.h"
#include "domain/number_plan.h"

namespace qorgan::console {
namespace {

namespace json = boost::json;

constexpr unsigned kMostCalls = 2'000;

problem problem_of(desk_refusal why) {
  switch (why) {
    case desk_refusal::no_such_case: return {problem_code::not_found, "No such case"};
    case desk_refusal::closed: return {problem_code::case_closed, {}};
    case desk_refusal::held_by_other: return {problem_code::case_held, {}};
    case desk_refusal::not_held: return {problem_code::case_not_held, {}};
    case desk_refusal::too_urgent: return {problem_code::case_urgent, {}};
    case desk_refusal::not_shelved: return {problem_code::case_changed, "It is not on the shelf"};
    case desk_refusal::not_escalated: return {problem_code::case_changed, "It was not escalated"};
    case desk_refusal::escalated_already:
      return {problem_code::case_changed, "It was escalated already"};
    case desk_refusal::acknowledged_already:
      return {problem_code::case_changed, "It was acknowledged already"};
    case desk_refusal::too_late:
      return {problem_code::case_changed, "It was closed more than ten minutes ago"};
    case desk_refusal::key_reused: return {problem_code::idempotency_key_reused, {}};
  }
  return {problem_code::internal_error, {}};
}

answer row_of(exchange& x, const std::expected<desk_case, desk_refusal>& it) {
  if (!it) return std::unexpected(problem_of(it.error()));
  x.needs.desk.nudge();
  std::vector<call_key> keys;
  for (const case_call& call : x.needs.outside.desk.calls_of(it->id, kCallsPerCase)) {
    keys.push_back(call.key);
  }
  const std::lock_guard lock{x.needs.live.mutex};
  const casework::case_pulse pulse = pulse_of(keys, x.needs.live.view);
  const int rank = rank_of(*it, pulse, x.needs.outside.clock.now());
  return json_answer(200, case_json(*it, pulse, rank, x.needs.options.desk.limits, x.eyes()));
}

using step = std::function<casework::result(desk_case&, const casework::person&, duration lease)>;

/// One action on the case of this request.
std::expected<desk_case, problem> act(exchange& x, std::string action, std::string words,
                                      const step& with) {
  auto key = idempotency_key(x);
  if (!key) return std::unexpected(key.error());
  const case_act order{x.needs.outside.clock.now(), x.who->actor(), std::move(action),
                       std::move(words), std::move(*key)};
  const auto done = x.needs.outside.desk.act({x.id.value}, order, [&](desk_case& it) {
    return with(it, {order.actor, order.at}, x.needs.options.desk.lease());
  });
  if (!done) return std::unexpected(problem_of(done.error()));
  return *done;
}

answer act_and_tell(exchange& x, std::string action, std::string words, const step& with) {
  const auto done = act(x, std::move(action), std::move(words), with);
  if (!done) return std::unexpected(done.error());
  return row_of(x, *done);
}

/// A field with words, and nothing else, in the body.
std::expected<std::string, problem> only_text(exchange& x, std::string_view field,
                                              std::size_t least) {
  body_reader read{x.body};
  std::string out = least > 0 ? read.text(field, least, 400) : read.optional_text(field, 400);
  if (auto mistakes = read.finish(problem_code::invalid_body)) {
    return std::unexpected(std::move(*mistakes));
  }
  return out;
}

/// The calls of the same order, when it was given before: sent again it names what it named.
std::vector<call_key> ordered_before(exchange& x, const std::string& key) {
  std::vector<call_key> out;
  const auto receipt = x.needs.outside.directory.find_receipt(x.who->actor(), key);
  if (!receipt) return out;
  const json::value said = json::parse(receipt->answer);
  const json::value* const items = said.as_object().if_contains("items");
  if (items == nullptr) return out;
  for (const json::value& each : items->as_array()) {
    const auto call = parse_call_key(std::string_view{each.at("call").as_string()});
    if (call) out.push_back(*call);
  }
  return out;
}

std::vector<call_key> live_calls(exchange& x, case_id id) {
  std::vector<call_key> out;
  for (const case_call& call : x.needs.outside.desk.calls_of(id, kMostCalls)) {
    const auto known = call.key ? find_known(x, call.key) : std::nullopt;
    if (known && known->maybe_live) out.push_back(call.key);
  }
  return out;
}

}  // namespace

answer claim_case(exchange& x) {
  const auto reason = only_text(x, "takeover_reason", 0);
  if (!reason) return std::unexpected(reason.error());
  return act_and_tell(x, reason->empty() ? "claim" : "take_over", *reason,
                      [&](desk_case& it, const casework::person& by, duration lease) {
                        return casework::claim(it, by, lease, *reason);
                      });
}

answer release_case(exchange& x) {
  return act_and_tell(x, "release", {}, [](desk_case& it, const casework::person& by, duration) {
    return casework::release(it, by);
  });
}

answer work_on_case(exchange& x) {
  const timestamp until = x.needs.outside.clock.now() + x.needs.options.desk.lease();
  return row_of(x, x.needs.outside.desk.work({x.id.value}, x.who->actor(), until));
}

answer shelve_case(exchange& x) {
  body_reader read{x.body};
  const std::string reason = read.text("reason", 3, 400);
  const auto longest = x.needs.options.desk.shelf_longest_s / 60;
  const auto minutes = read.integer("minutes", 1, longest);
  if (!minutes) read.mistake("minutes", "is needed");
  if (auto mistakes = read.finish(problem_code::invalid_body)) {
    return std::unexpected(std::move(*mistakes));
  }
  return act_and_tell(x, "shelve", std::to_string(*minutes) + " min: " + reason,
                      [&](desk_case& it, const casework::person& by, duration) {
                        const auto until = by.at + std::chrono::minutes{*minutes};
                        return casework::shelve(it, by, until, reason);
                      });
}

answer unshelve_case(exchange& x) {
  return act_and_tell(x, "unshelve", {}, [](desk_case& it, const casework::person&, duration) {
    return casework::unshelve(it);
  });
}

answer note_case(exchange& x) {
  const auto text = only_text(x, "text", 1);
  if (!text) return std::unexpected(text.error());
  return act_and_tell(x, "note", *text,
                      [](desk_case& it, const casework::person& by, duration lease) {
                        // Anybody may leave a note; work on one's own case prolongs the lease.
                        if (it.open() && it.holder == by.actor) it.lease_until = by.at + lease;
                        return casework::result{};
                      });
}

answer drop_case(exchange& x) {
  body_reader read{x.body};
  const std::string cause = read.text("cause", 3, 90);
  if (auto mistakes = read.finish(problem_code::invalid_body)) {
    return std::unexpected(std::move(*mistakes));
  }
  const auto done =
      act(x, "drop", cause, [](desk_case& it, const casework::person& by, duration lease) {
        return casework::acted(it, by, lease);
      });
  if (!done) return std::unexpected(done.error());
  x.needs.desk.nudge();
  const auto key = idempotency_key(x);
  std::vector<call_key> calls = ordered_before(x, *key);
  if (calls.empty()) calls = live_calls(x, done->id);
  std::ranges::sort(calls);
  if (calls.empty()) return refuse(problem_code::call_not_live, "No call of the case is going on");
  return order_drop(x, *key, calls, cause);
}

answer close_case(exchange& x) {
  body_reader read{x.body};
  const auto outcome = read.parsed("outcome", parse_case_outcome);
  const std::string words = read.optional_text("words", 400);
  const auto amount = read.integer("amount", 0, 1'000'000'000'000);
  const std::string bank = read.optional_text("bank", 120);
  if (!outcome || *outcome == case_outcome::none || *outcome == case_outcome::unattended) {
    read.mistake("outcome", "must be an outcome that a person may give");
  } else if (*outcome == case_outcome::paid && (!amount || bank.empty())) {
    read.mistake("amount", "amount and bank are needed when it was paid");
  }
  if (auto mistakes = read.finish(problem_code::invalid_body)) {
    return std::unexpected(std::move(*mistakes));
  }
  std::string told{to_string(*outcome)};
  if (*outcome == case_outcome::paid) told += " " + std::to_string(*amount) + " " + bank;
  if (!words.empty()) told += ": " + words;
  timestamp finished_at;
  const auto done =
      act(x, "outcome", std::move(told), [&](desk_case& it, const casework::person& by, duration) {
        finished_at = by.at;
        return casework::finish(it, by, {*outcome, amount.value_or(0), bank});
      });
  if (!done) return std::unexpected(done.error());
  // The same order sent again finishes nothing, and teaches nothing a second time.
  if (happened(finished_at)) teach(x, *done);
  return row_of(x, *done);
}

answer reopen_case(exchange& x) {
  const auto reason = only_text(x, "reason", 3);
  if (!reason) return std::unexpected(reason.error());
  return act_and_tell(x, "reopen", *reason,
                      [](desk_case& it, const casework::person& by, duration lease) {
                        return casework::reopen(it, by, lease);
                      });
}

answer escalate_case(exchange& x) {
  const auto reason = only_text(x, "reason", 3);
  if (!reason) return std::unexpected(reason.error());
  return act_and_tell(x, "escalate", *reason,
                      [&](desk_case& it, const casework::person& by, duration) {
                        return casework::escalate(it, by, *reason);
                      });
}

answer acknowledge_case(exchange& x) {
  return act_and_tell(x, "acknowledge", {},
                      [](desk_case& it, const casework::person& by, duration) {
                        return casework::acknowledge(it, by);
                      });
}

answer open_case_number(exchange& x) {
  const auto purpose = only_text(x, "purpose", 3);
  if (!purpose) return std::unexpected(purpose.error());
  const auto it = x.needs.outside.desk.find_case({x.id.value});
  if (!it) return refuse(problem_code::not_found, "No such case");
  audit(x, "open_number", to_string(it->id), *purpose);
  return json_answer(200, {{"caller", clean_text(it->first.caller, 48)},
                           {"callee", clean_text(it->first.callee, 48)},
                           {"opened_at", to_rfc3339(x.needs.outside.clock.now())}});
}

answer report_case(exchange& x) {
  auto key = idempotency_key(x);
  if (!key) return std::unexpected(key.error());
  body_reader read{x.body};
  case_call told;
  const auto number = [&](std::string_view field) {
    std::string text = read.text(field, 3, 20);
    std::erase_if(text, [](char c) { return c == ' ' || c == '-' || c == '(' || c == ')'; });
    const auto digits = e164::from_digits(std::string_view(text).substr(text.starts_with('+')));
    if (!digits) read.mistake(field, "must be a number with its country code");
    return digits ? to_string(*digits) : std::string{};
  };
  told.callee = number("subscriber");
  told.caller = number("caller");
  const std::string words = read.text("words", 3, 400);
  if (auto mistakes = read.finish(problem_code::invalid_body)) {
    return std::unexpected(std::move(*mistakes));
  }
  told.at = x.needs.outside.clock.now();
  told.level = desk_level::high;
  told.score = 0.5F;
  told.kind = "citizen_report";
  const auto caller = e164::from_digits(std::string_view(told.caller).substr(1));
  if (caller) told.caller_country = classify(*caller).where.text();
  const case_act order{told.at, x.who->actor(), "report", words, std::move(*key)};
  return row_of(x, x.needs.outside.desk.report(told, order));
}

}  // namespace qorgan::console
