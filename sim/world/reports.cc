#include "sim/world/reports.h"

#include <algorithm>
#include <tuple>

#include "sim/world/parameters.h"

namespace qorgan::sim {

namespace p = parameters;

void reporters::add(std::string_view call_id, const planned_call& call, timestamp at,
                    std::string_view source, bool fraud) {
  const bool named = dice_.chance(p::kReportHasCallId);
  all_.push_back(
      {at, call.caller, call.callee, named ? std::string(call_id) : std::string{}, source, fraud});
}

void reporters::see(std::string_view call_id, const planned_call& call, const course& went) {
  const auto hours_later = [&] {
    const double h = dice_.log_normal(p::kReportDelayMedianH, p::kReportDelaySigma);
    return went.ended_at + seconds(600 + 3'600 * h);
  };
  if (world_.is_honeypot(call.callee)) {
    add(call_id, call, went.ended_at, "honeypot", true);
    return;
  }
  const bool answered = happened(went.answered_at);
  if (call.fraud) {
    if (!dice_.chance(p::kReported)) return;
    // Who lost money goes to the bank and the police; who was only disturbed tells an operator's
    // short number.
    const bool lost = call.believed && dice_.chance(0.7);
    add(call_id, call, hours_later(), !lost ? "citizen" : (dice_.chance(0.5) ? "bank" : "police"),
        true);
    return;
  }
  if (!answered) return;
  if (dice_.chance(p::kFalseReports)) add(call_id, call, hours_later(), "citizen", true);
  if (dice_.chance(p::kConfirmedHonest)) add(call_id, call, hours_later(), "operator", false);
}

std::vector<report> reporters::sorted() const {
  std::vector<report> out = all_;
  std::ranges::sort(out, {}, [](const report& one) {
    return std::tie(one.at, one.caller, one.callee, one.call_id);
  });
  return out;
}

}  // namespace qorgan::sim
