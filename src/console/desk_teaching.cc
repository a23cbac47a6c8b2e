#include "console/desk_teaching.h"

#include <optional>
#include <set>
#include <utility>

namespace qorgan::console {
namespace {

/// What an outcome says about the callers of its case; nothing when nobody was reached.
std::optional<bool> is_fraud(case_outcome outcome) {
  switch (outcome) {
    case case_outcome::dissuaded:
    case case_outcome::not_believed:
    case case_outcome::paid: return true;
    case case_outcome::false_alarm:
    case case_outcome::legitimate: return false;
    case case_outcome::none:
    case case_outcome::unreachable:
    case case_outcome::unattended: break;
  }
  return std::nullopt;
}

e164 number_of(const std::string& text) {
  if (!text.starts_with('+')) return {};
  return e164::from_digits(std::string_view(text).substr(1)).value_or(e164{});
}

}  // namespace

void teach(exchange& x, const desk_case& it) {
  const auto fraud = is_fraud(it.outcome);
  if (!fraud) return;
  const std::string actor = x.who->actor();
  std::set<std::pair<e164, e164>> said;
  unsigned refused = 0;
  for (const case_call& call : x.needs.outside.desk.calls_of(it.id, kCallsPerCase)) {
    call_reported report;
    report.caller = number_of(call.caller);
    report.callee = number_of(call.callee);
    if (report.caller.empty() || !said.emplace(report.caller, report.callee).second) continue;
    report.at = it.outcome_at;
    report.source = report_source::operator_;
    report.fraud = *fraud;
    report.about = call.key;
    report.actor.assign(actor);
    refused += x.needs.outside.reports.report(report) == intake_answer::overloaded;
  }
  if (refused > 0) audit(x, "reports_not_taken", to_string(it.id), std::to_string(refused));
}

}  // namespace qorgan::console
