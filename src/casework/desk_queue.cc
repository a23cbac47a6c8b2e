#include "casework/desk_queue.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "domain/number.h"

namespace qorgan::casework {
namespace {

constexpr float kLowBelow = 0.5F;
constexpr unsigned kRangeDigits = 2;  // numbers of one hundred
constexpr duration kMoneyOnItsWay = std::chrono::hours{1};
constexpr duration kTalkThatConvinces = std::chrono::minutes{10};
constexpr double kNeverHopeless = 0.02;

std::string range_of(const std::string& caller) {
  if (!caller.starts_with('+')) return {};
  const auto number = e164::from_digits(std::string_view(caller).substr(1));
  if (!number) return {};
  return to_string(number->without_last(kRangeDigits));
}

double share(duration part, duration whole) {
  return std::clamp(static_cast<double>(part.count()) / static_cast<double>(whole.count()), 0.0,
                    1.0);
}

}  // namespace

desk_level level_of(alert_level raised, float score) {
  switch (raised) {
    case alert_level::urgent: return desk_level::urgent;
    case alert_level::high: return desk_level::high;
    case alert_level::medium: break;
  }
  return score < kLowBelow ? desk_level::low : desk_level::medium;
}

std::string signature_of(const case_call& call, bool flood) {
  if (flood && call.level != desk_level::urgent) return "flood:" + call.trunk;
  const std::string range = range_of(call.caller);
  if (range.empty() && call.fingerprint == 0) return {};
  return std::to_string(call.fingerprint) + ":" + range + ":" + call.trunk;
}

desk_case begin_case(const case_call& call, std::string signature, case_origin origin) {
  desk_case out;
  out.id = {static_cast<std::uint64_t>(to_us(call.at))};
  out.origin = origin;
  out.level = call.level;
  out.signature = std::move(signature);
  out.first = call;
  out.score = call.score;
  out.alerts = 1;
  out.calls = call.key ? 1 : 0;
  out.victims = 1;
  out.detected_at = out.latest_at = call.at;
  return out;
}

void join_case(desk_case& it, const case_call& call, bool new_call, bool new_victim) {
  ++it.alerts;
  it.calls += new_call ? 1 : 0;
  it.victims += new_victim ? 1 : 0;
  it.level = std::max(it.level, call.level);
  it.score = std::max(it.score, call.score);
  it.latest_at = std::max(it.latest_at, call.at);
  // What became urgent does not stay put off.
  if (it.state == case_state::shelved && it.level == desk_level::urgent) {
    it.state = case_state::waiting;
    it.shelved_until = kNever;
    it.shelf_reason.clear();
  }
}

double worth(const desk_case& it, const case_pulse& pulse, timestamp now) {
  constexpr std::array kHarm{0.15, 0.4, 1.0, 3.0};
  double harm = kHarm[static_cast<std::size_t>(it.level)];
  harm *= 0.25 + static_cast<double>(it.score);
  harm *= 1.0 + std::log2(std::max(1U, it.victims));
  double left = 1;
  if (pulse.live > 0) {
    if (happened(pulse.talking_since)) {
      harm *= 1.0 + share(now - pulse.talking_since, kTalkThatConvinces);
    }
  } else {
    const timestamp since = happened(pulse.last_ended) ? pulse.last_ended : it.latest_at;
    left = std::max(kNeverHopeless, 0.5 * (1.0 - share(now - since, kMoneyOnItsWay)));
  }
  return harm * left;
}

bool is_flood(unsigned alerts_in_ten_minutes, unsigned on_shift, unsigned limit) {
  return alerts_in_ten_minutes > limit * std::max(1U, on_shift);
}

}  // namespace qorgan::casework
