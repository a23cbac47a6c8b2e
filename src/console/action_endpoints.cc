// What people do to calls: dropping one, opening its numbers. The audit entry is written first; if
// it cannot be, nothing is done.

#include <boost/json.hpp>

#include "console/body_reader.h"
#include "console/clean_text.h"
#include "console/endpoints.h"

namespace qorgan::console {
namespace {

namespace json = boost::json;

struct known_call {
  call_summary call;
  bool maybe_live = false;
};

std::optional<known_call> find_known(exchange& x) {
  {
    const std::lock_guard lock{x.needs.live.mutex};
    if (const live_call* now = x.needs.live.view.find(x.id)) {
      return known_call{now->detail.call, now->live()};
    }
  }
  // The live view may have missed it. What the call path says counts then.
  if (auto kept = x.needs.outside.archive.call(x.id)) {
    const bool over = happened(kept->call.ended_at) || kept->call.enforced == verdict::block;
    return known_call{std::move(kept->call), !over};
  }
  return std::nullopt;
}

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

}  // namespace

answer drop_call(exchange& x) {
  const std::string_view idempotency_key = x.request.header("Idempotency-Key");
  if (idempotency_key.size() < 8 || idempotency_key.size() > 64) {
    return refuse(problem_code::idempotency_key_required, "8 to 64 characters");
  }
  body_reader read{x.body};
  const std::string cause = read.text("cause", 3, 90);
  if (auto mistakes = read.finish(problem_code::invalid_body)) {
    return std::unexpected(std::move(*mistakes));
  }
  const std::string ledger_key = x.who->actor() + "\n" + std::string{idempotency_key};
  const auto lock = x.needs.drops.lock();
  if (const auto* before = x.needs.drops.find(ledger_key)) {
    if (before->key != x.id || before->cause != cause) {
      return refuse(problem_code::idempotency_key_reused);
    }
    return receipt_answer(before->receipt);
  }
  if (auto reason = why_not_drop(find_known(x))) return std::unexpected(std::move(*reason));
  const timestamp now = x.needs.outside.clock.now();
  audit(x, "drop_call", to_string(x.id), cause);
  // The call path keeps 95 bytes of the cause; cut here between characters.
  const drop_request order{x.id, x.who->actor(), clean_text(cause, 95)};
  if (x.needs.outside.calls.drop(order) == drop_answer::overloaded) {
    audit(x, "drop_not_taken", to_string(x.id), "the call path is overloaded");
    return std::unexpected(problem{.code = problem_code::busy, .retry_after_s = 1});
  }
  const std::string receipt = json::serialize(json::object{{"call", to_string(x.id)},
                                                           {"state", "requested"},
                                                           {"requested_at", to_rfc3339(now)},
                                                           {"actor", order.actor},
                                                           {"cause", cause}});
  x.needs.drops.remember(ledger_key, {x.id, cause, receipt});
  return receipt_answer(receipt);
}

answer open_number(exchange& x) {
  body_reader read{x.body};
  const std::string purpose = read.text("purpose", 3, 200);
  if (auto mistakes = read.finish(problem_code::invalid_body)) {
    return std::unexpected(std::move(*mistakes));
  }
  const auto found = find_known(x);
  if (!found) return refuse(problem_code::not_found, "No such call");
  audit(x, "open_number", to_string(x.id), purpose);
  return json_answer(200, {{"caller", clean_text(found->call.caller, 48)},
                           {"callee", clean_text(found->call.callee, 48)},
                           {"opened_at", to_rfc3339(x.needs.outside.clock.now())}});
}

}  // namespace qorgan::console
