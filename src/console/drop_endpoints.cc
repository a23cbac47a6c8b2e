// Ending calls: one, or many at once. Written down first (the audit entry and the receipt, in one
// transaction), then handed to the call path; what cannot be written down is not done. A receipt is
// kept for a day, also over a restart, so that an order that is sent again is not carried out again
// and gets the same answer. Handing a live call to the call path twice changes nothing there.

#include <algorithm>
#include <boost/json.hpp>

#include "console/body_reader.h"
#include "console/clean_text.h"
#include "console/endpoints.h"

namespace qorgan::console {
namespace {

namespace json = boost::json;

constexpr std::size_t kMostCalls = 2'000;  // in one order
/// The call path keeps so much of the cause; cut here between characters.
constexpr std::size_t kCauseBytes = 95;

std::optional<problem> why_not_drop(const std::optional<known_call>& found) {
  if (!found) return problem{problem_code::not_found, "No such call"};
  if (found->call.emergency) return problem{problem_code::emergency_call, {}};
  if (!found->maybe_live) return problem{problem_code::call_not_live, {}};
  return std::nullopt;
}

net::http_response receipt_answer(const std::string& receipt) {
  net::http_response out;
  out.status = 202;
  out.content_type = "application/json";
  out.body = receipt;
  return out;
}

drop_receipt begin_receipt(const exchange& x, std::string key) {
  drop_receipt out;
  out.at = x.needs.outside.clock.now();
  out.id = call_key{static_cast<std::uint64_t>(to_us(out.at))};
  out.actor = x.who->actor();
  out.idempotency_key = std::move(key);
  return out;
}

audit_entry entry_of(const drop_receipt& receipt, std::string action, std::string subject,
                     std::string detail) {
  return {receipt.at, receipt.actor, std::move(action), std::move(subject), std::move(detail)};
}

std::vector<call_key> read_calls(body_reader& read) {
  std::vector<call_key> out;
  const json::value* const list = read.list("calls", 1, kMostCalls);
  if (list == nullptr) return out;
  for (const json::value& each : list->get_array()) {
    const auto key =
        each.is_string()
            ? parse_call_key(std::string_view{each.get_string()})
            : std::expected<call_key, std::string>(std::unexpected(std::string("no text")));
    if (!key) {
      read.mistake("calls", "must be call ids of 16 hexadecimal digits");
      return {};
    }
    out.push_back(*key);
  }
  std::ranges::sort(out);
  const auto repeated = std::ranges::unique(out);
  out.erase(repeated.begin(), repeated.end());
  return out;
}

std::string order_text(std::span<const call_key> calls, std::string_view cause) {
  std::string out;
  out.reserve(calls.size() * 17 + cause.size());
  for (const call_key key : calls) out.append(to_string(key)).append(" ");
  return out.append(cause);
}

/// The last word of a drop's progress, as far as it is known.
json::object outcome_of(exchange& x, call_key key) {
  std::vector<teardown_progress> steps;
  bool live = false;
  {
    const std::lock_guard lock{x.needs.live.mutex};
    if (const live_call* const now = x.needs.live.view.find(key)) {
      steps = now->detail.teardown;
      live = now->live();
    }
  }
  if (steps.empty()) {
    if (auto kept = x.needs.outside.archive.call(key)) steps = std::move(kept->teardown);
  }
  json::object out{{"call", to_string(key)}, {"live", live}};
  if (steps.empty()) {
    out["state"] = "requested";
    out["caller_ended"] = out["callee_ended"] = false;
    return out;
  }
  const teardown_progress& last = steps.back();
  out["state"] = to_string(last.state);
  out["caller_ended"] = last.caller_ended;
  out["callee_ended"] = last.callee_ended;
  out["at"] = to_rfc3339(last.at);
  if (last.state == teardown_state::failed) out["failure"] = clean_text(last.cause.view());
  return out;
}

}  // namespace

std::expected<std::string, problem> idempotency_key(const exchange& x) {
  const std::string_view key = x.request.header("Idempotency-Key");
  if (key.size() < 8 || key.size() > 64) {
    return std::unexpected(problem{problem_code::idempotency_key_required, "8 to 64 characters"});
  }
  return std::string(key);
}

answer drop_call(exchange& x) {
  auto key = idempotency_key(x);
  if (!key) return std::unexpected(key.error());
  body_reader read{x.body};
  const std::string cause = read.text("cause", 3, 90);
  if (auto mistakes = read.finish(problem_code::invalid_body)) {
    return std::unexpected(std::move(*mistakes));
  }
  people& directory = x.needs.outside.directory;
  drop_receipt receipt = begin_receipt(x, std::move(*key));
  receipt.order = order_text({&x.id, 1}, cause);
  const drop_request order{x.id, receipt.actor, clean_text(cause, kCauseBytes)};
  const std::lock_guard one_at_a_time{x.needs.drops};
  if (const auto before = directory.find_receipt(receipt.actor, receipt.idempotency_key)) {
    if (before->order != receipt.order) return refuse(problem_code::idempotency_key_reused);
    // The process may have died between writing down and handing on.
    const auto found = find_known(x, x.id);
    if (found && found->untouched) x.needs.outside.calls.drop(order);
    return receipt_answer(before->answer);
  }
  if (auto reason = why_not_drop(find_known(x, x.id))) return std::unexpected(std::move(*reason));
  receipt.answer = json::serialize(json::object{{"call", to_string(x.id)},
                                                {"state", "requested"},
                                                {"requested_at", to_rfc3339(receipt.at)},
                                                {"actor", receipt.actor},
                                                {"cause", cause}});
  directory.keep_receipt(receipt, entry_of(receipt, "drop_call", to_string(x.id), cause));
  if (x.needs.outside.calls.drop(order) == drop_answer::overloaded) {
    directory.forget_receipt(receipt, entry_of(receipt, "drop_not_taken", to_string(x.id),
                                               "the call path is overloaded"));
    return std::unexpected(problem{.code = problem_code::busy, .retry_after_s = 1});
  }
  return receipt_answer(receipt.answer);
}

answer drop_calls(exchange& x) {
  auto key = idempotency_key(x);
  if (!key) return std::unexpected(key.error());
  body_reader read{x.body};
  const std::string cause = read.text("cause", 3, 90);
  const std::vector<call_key> calls = read_calls(read);
  if (auto mistakes = read.finish(problem_code::invalid_body)) {
    return std::unexpected(std::move(*mistakes));
  }
  return order_drop(x, std::move(*key), calls, cause);
}

answer order_drop(exchange& x, std::string key, const std::vector<call_key>& calls,
                  const std::string& cause) {
  people& directory = x.needs.outside.directory;
  drop_receipt receipt = begin_receipt(x, std::move(key));
  receipt.order = order_text(calls, cause);
  drop_request order{{}, receipt.actor, clean_text(cause, kCauseBytes)};
  const std::lock_guard one_at_a_time{x.needs.drops};
  if (const auto before = directory.find_receipt(receipt.actor, receipt.idempotency_key)) {
    if (before->order != receipt.order) return refuse(problem_code::idempotency_key_reused);
    for (const call_key each : calls) {
      const auto found = find_known(x, each);
      if (!found || !found->untouched || found->call.emergency) continue;
      order.key = each;
      x.needs.outside.calls.drop(order);
    }
    return receipt_answer(before->answer);
  }
  std::vector<call_key> wanted;
  json::array items;
  for (const call_key each : calls) {
    const auto reason = why_not_drop(find_known(x, each));
    if (!reason) wanted.push_back(each);
    items.push_back(json::object{{"call", to_string(each)},
                                 {"state", reason ? to_string(reason->code) : "requested"}});
  }
  const std::string id = to_string(receipt.id);
  receipt.answer = json::serialize(json::object{{"drop", id},
                                                {"requested_at", to_rfc3339(receipt.at)},
                                                {"actor", receipt.actor},
                                                {"cause", cause},
                                                {"requested", wanted.size()},
                                                {"items", std::move(items)}});
  const std::string detail = std::to_string(wanted.size()) + " calls: " + cause;
  directory.keep_receipt(receipt, entry_of(receipt, "drop_calls", id, detail));
  for (const call_key each : wanted) {
    order.key = each;
    if (x.needs.outside.calls.drop(order) == drop_answer::accepted) continue;
    // Those already taken end; the whole order may be sent again, which changes nothing for them.
    directory.forget_receipt(
        receipt, entry_of(receipt, "drop_not_taken", id, "the call path is overloaded"));
    return std::unexpected(problem{.code = problem_code::busy, .retry_after_s = 1});
  }
  return receipt_answer(receipt.answer);
}

answer get_drop(exchange& x) {
  const auto receipt = x.needs.outside.directory.find_receipt(x.id);
  if (!receipt) return refuse(problem_code::not_found, "No such order, or it is older than a day");
  const json::value said = json::parse(receipt->answer);
  json::array items;
  std::size_t confirmed = 0;
  std::size_t failed = 0;
  const auto take = [&](const json::object& asked) {
    if (asked.at("state").as_string() != "requested") return;
    const auto key = parse_call_key(std::string_view{asked.at("call").as_string()});
    if (!key) return;
    json::object outcome = outcome_of(x, *key);
    const std::string_view state{outcome.at("state").as_string()};
    confirmed += state == "confirmed";
    failed += state == "failed";
    items.push_back(std::move(outcome));
  };
  if (const json::value* const list = said.as_object().if_contains("items")) {
    for (const json::value& each : list->as_array()) take(each.as_object());
  } else {
    take(said.as_object());
  }
  return json_answer(200, {{"drop", to_string(receipt->id)},
                           {"requested_at", to_rfc3339(receipt->at)},
                           {"actor", receipt->actor},
                           {"confirmed", confirmed},
                           {"failed", failed},
                           {"pending", items.size() - confirmed - failed},
                           {"items", std::move(items)}});
}

}  // namespace qorgan::console
