#include "console/desk_json.h"

#include <algorithm>
#include <boost/json.hpp>
#include <cmath>

#include "console/clean_text.h"

namespace qorgan::console {
namespace {

namespace json = boost::json;

void put_time(json::object& to, std::string_view key, timestamp at) {
  if (happened(at)) to[key] = to_rfc3339(at);
}
void put_text(json::object& to, std::string_view key, const std::string& text) {
  if (!text.empty()) to[key] = clean_text(text, 400);
}

json::object clock_json(const casework::running_clock& clock) {
  return {{"which", casework::to_string(clock.which)},
          {"since", to_rfc3339(clock.since)},
          {"amber_at", to_rfc3339(clock.amber_at)},
          {"red_at", to_rfc3339(clock.red_at)}};
}

void put_escalation(json::object& to, const desk_case& it, const casework::desk_limits& limits) {
  if (!happened(it.escalated_at)) return;
  json::object out{{"at", to_rfc3339(it.escalated_at)},
                   {"by", clean_text(it.escalated_by, 96)},
                   {"reason", clean_text(it.escalation, 400)}};
  put_time(out, "acknowledged_at", it.acknowledged_at);
  put_text(out, "acknowledged_by", it.acknowledged_by);
  if (const auto clock = casework::escalation_clock(it, limits)) out["clock"] = clock_json(*clock);
  to["escalation"] = std::move(out);
}

void put_result(json::object& to, const desk_case& it) {
  if (it.outcome == case_outcome::none) return;
  to["outcome"] = to_string(it.outcome);
  put_time(to, "outcome_at", it.outcome_at);
  put_text(to, "outcome_by", it.outcome_by);
  if (it.amount > 0) to["amount"] = it.amount;
  put_text(to, "bank", it.bank);
}

double rounded(float value) {
  return std::round(static_cast<double>(value) * 10'000) / 10'000;
}

}  // namespace

json::object case_json(const desk_case& it, const casework::case_pulse& pulse, int rank,
                       const casework::desk_limits& limits, const reader& who) {
  json::object out{{"id", to_string(it.id)},
                   {"state", to_string(it.state)},
                   {"level", to_string(it.level)},
                   {"origin", to_string(it.origin)},
                   {"rank", rank},
                   {"score", rounded(it.score)},
                   {"alerts", it.alerts},
                   {"calls", it.calls},
                   {"victims", it.victims},
                   {"live", pulse.live},
                   {"detected_at", to_rfc3339(it.detected_at)},
                   {"latest_at", to_rfc3339(it.latest_at)},
                   {"caller", shown_caller(it.first.caller, it.first.caller_country, who)},
                   {"callee", mask_number(it.first.callee)},
                   {"trunk", clean_text(it.first.trunk, 64)},
                   {"kind", clean_text(it.first.kind, 47)},
                   {"reasons", reasons_json(it.first.reasons)},
                   {"warnings", it.warnings}};
  put_text(out, "caller_country", it.first.caller_country);
  put_time(out, "talking_since", pulse.talking_since);
  put_text(out, "holder", it.holder);
  put_time(out, "lease_until", it.lease_until);
  put_time(out, "claimed_at", it.claimed_at);
  put_time(out, "acted_at", it.acted_at);
  put_time(out, "shelved_until", it.shelved_until);
  put_text(out, "shelf_reason", it.shelf_reason);
  put_time(out, "closed_at", it.closed_at);
  if (const auto clock = casework::step_clock(it, limits)) out["clock"] = clock_json(*clock);
  put_escalation(out, it, limits);
  put_result(out, it);
  return out;
}

json::object case_call_json(const case_call& call, const reader& who) {
  json::object out{{"at", to_rfc3339(call.at)},
                   {"level", to_string(call.level)},
                   {"score", rounded(call.score)},
                   {"kind", clean_text(call.kind, 47)},
                   {"caller", shown_caller(call.caller, call.caller_country, who)},
                   {"callee", mask_number(call.callee)},
                   {"trunk", clean_text(call.trunk, 64)},
                   {"reasons", reasons_json(call.reasons)}};
  if (call.key) out["call"] = to_string(call.key);
  put_text(out, "caller_country", call.caller_country);
  return out;
}

json::object event_json(const case_event& event) {
  json::object out{{"at", to_rfc3339(event.at)},
                   {"actor", clean_text(event.actor, 96)},
                   {"action", event.action}};
  put_text(out, "words", event.words);
  return out;
}

int rank_of(const desk_case& it, const casework::case_pulse& pulse, timestamp now) {
  constexpr double kSteps = 8;  // of a doubling
  return static_cast<int>(std::lround(kSteps * std::log2(casework::worth(it, pulse, now))));
}

casework::case_pulse pulse_of(const std::vector<call_key>& calls, const live_view& view) {
  casework::case_pulse out;
  for (const call_key key : calls) {
    const live_call* const call = view.find(key);
    if (call == nullptr) continue;
    const call_summary& facts = call->detail.call;
    if (!call->live()) {
      out.last_ended = std::max(out.last_ended, facts.ended_at);
      continue;
    }
    ++out.live;
    if (!happened(facts.answered_at)) continue;
    if (!happened(out.talking_since) || facts.answered_at < out.talking_since) {
      out.talking_since = facts.answered_at;
    }
  }
  return out;
}

}  // namespace qorgan::console
