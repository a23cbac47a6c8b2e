#include "console/call_json.h"

#include <boost/json.hpp>
#include <cmath>

#include "console/clean_text.h"

namespace qorgan::console {
namespace {

namespace json = boost::json;

void put_text(json::object& to, std::string_view key, std::string_view text) {
  if (!text.empty()) to[key] = text;
}

void put_time(json::object& to, std::string_view key, timestamp at) {
  if (happened(at)) to[key] = to_rfc3339(at);
}

double rounded(float value) {
  return std::round(static_cast<double>(value) * 10'000) / 10'000;
}

json::object teardown_json(const teardown_progress& step) {
  json::object out{{"state", to_string(step.state)},
                   {"caller_ended", step.caller_ended},
                   {"callee_ended", step.callee_ended},
                   {"at", to_rfc3339(step.at)}};
  put_text(out, "actor", clean_text(step.actor.view()));
  const bool failed = step.state == teardown_state::failed;
  put_text(out, failed ? "failure" : "cause", clean_text(step.cause.view()));
  return out;
}

// The newest step, with who asked and why from the step that said so.
json::object teardown_summary(const std::vector<teardown_progress>& steps) {
  json::object out = teardown_json(steps.back());
  for (const teardown_progress& step : steps) {
    if (step.state != teardown_state::requested) continue;
    put_text(out, "actor", clean_text(step.actor.view()));
    put_text(out, "cause", clean_text(step.cause.view()));
  }
  return out;
}

json::object message_json(const ladder_entry& message) {
  json::object out{{"at", to_rfc3339(message.at)},
                   {"side", message.side == leg::caller ? "caller" : "callee"},
                   {"way", message.way == direction::received ? "received" : "sent"},
                   {"method", clean_text(message.method.view(), 15)},
                   {"cseq", message.cseq}};
  if (message.status > 0) out["status"] = message.status;
  return out;
}

}  // namespace

std::string shown_caller(const std::string& caller, std::string_view caller_country,
                         const reader& who) {
  const bool foreign =
      caller.starts_with('+') && !caller_country.empty() && caller_country != who.home.text();
  const bool open = foreign && sees_foreign_callers(who.acts_as);
  return open ? clean_text(caller, 48) : mask_number(caller);
}

json::array reasons_json(std::span<const evidence> reasons) {
  json::array out;
  for (const evidence& reason : reasons) {
    out.push_back(json::object{{"detector", reason.detector.value},
                               {"weight", rounded(reason.weight)},
                               {"observed", reason.observed},
                               {"threshold", reason.threshold}});
  }
  return out;
}

json::object alert_json(const alert& raised, bool with_reasons) {
  json::object out{{"kind", clean_text(raised.kind.view(), 47)},
                   {"level", to_string(raised.level)},
                   {"at", to_rfc3339(raised.at)},
                   {"score", rounded(raised.score)}};
  if (with_reasons) out["reasons"] = reasons_json(raised.reasons);
  return out;
}

json::object row_json(const call_detail& detail, call_state state, const reader& who) {
  const call_summary& call = detail.call;
  json::object out{{"id", to_string(call.key)}, {"started_at", to_rfc3339(call.started_at)}};
  put_time(out, "ringing_at", call.ringing_at);
  put_time(out, "answered_at", call.answered_at);
  put_time(out, "ended_at", call.ended_at);
  out["trunk"] = call.trunk;
  out["caller"] = shown_caller(call.caller, call.caller_country, who);
  put_text(out, "caller_country", call.caller_country);
  out["callee"] = mask_number(call.callee);
  put_text(out, "callee_country", call.callee_country);
  out["verdict"] = to_string(call.enforced);
  out["would"] = to_string(call.would);
  out["enforced"] = call.enforced == call.would;
  if (call.emergency) out["emergency"] = true;
  if (call.unscreened) out["unscreened"] = true;
  if (call.seen != seen_by::unknown) out["seen_by"] = to_string(call.seen);
  out["score"] = rounded(call.score);
  put_text(out, "rule", clean_text(call.rule, 47));
  out["reasons"] = reasons_json(call.reasons);
  out["state"] = to_string(state);
  if (call.sip_code > 0) out["sip_code"] = call.sip_code;
  if (call.by != ended_by::unknown) out["ended_by"] = to_string(call.by);
  if (const alert* worst = worst_alert(detail)) out["alert"] = alert_json(*worst, false);
  if (!detail.teardown.empty()) out["teardown"] = teardown_summary(detail.teardown);
  return out;
}

const std::string& row_text(const live_call& call, const reader& who) {
  std::string& text = call.row_json[sees_foreign_callers(who.acts_as) ? 0 : 1];
  if (text.empty()) text = json::serialize(row_json(call.detail, call.state, who));
  return text;
}

json::object detail_json(const call_detail& detail, call_state state, const reader& who) {
  json::array messages, alerts, teardown;
  for (const ladder_entry& message : detail.messages) messages.push_back(message_json(message));
  for (const alert& raised : detail.alerts) alerts.push_back(alert_json(raised, true));
  for (const teardown_progress& step : detail.teardown) teardown.push_back(teardown_json(step));
  json::object out{{"call", row_json(detail, state, who)},
                   {"live", state <= call_state::answered},
                   {"seq", detail.call.seq},
                   {"messages", std::move(messages)},
                   {"alerts", std::move(alerts)},
                   {"teardown", std::move(teardown)}};
  if (detail.call.passport != passport_status::not_asked) {
    out["identity"] = json::object{{"status", to_string(detail.call.passport)},
                                   {"attestation", to_string(detail.call.attested)}};
  }
  put_text(out, "source", detail.call.source);
  put_text(out, "sip_call_id", clean_text(detail.call.sip_call_id));
  put_text(out, "user_agent", clean_text(detail.call.user_agent));
  return out;
}

}  // namespace qorgan::console
