#include "engine/outcomes.h"

#include "base/hash.h"
#include "engine/entities.h"

namespace qorgan::engine {
namespace {

/// A talk this long with a new foreign number is what a scam begins with.
constexpr std::uint32_t kLongTalkSeconds = 60;

std::uint32_t seconds_between(timestamp from, timestamp to) {
  return to <= from ? 0 : static_cast<std::uint32_t>((to - from) / std::chrono::seconds{1});
}

call_outcome outcome_of(const live_call& call, const call_ended& event, timestamp now) {
  call_outcome out;
  out.answered = happened(call.answered_at);
  if (out.answered) {
    out.brief = seconds_between(call.answered_at, now) < history_of<std::uint32_t>::kBriefSeconds;
  } else {
    out.quick = event.by == ended_by::caller && happened(call.ringing_at) &&
                seconds_between(call.ringing_at, now) < history_of<std::uint32_t>::kQuickSeconds;
  }
  return out;
}

/// What one report is worth, in citizens' reports.
std::uint32_t weight_of(report_source source) {
  switch (source) {
    case report_source::citizen: return 1;
    case report_source::honeypot: return 1;
    case report_source::police: return 2;
    case report_source::bank: return 2;
    case report_source::operator_: return 3;
  }
  return 0;
}

bool is_institution(report_source source) {
  return source != report_source::citizen && source != report_source::honeypot;
}

/// Counts one more report of `key` unless it has had `most` within 24 hours.
bool within_cap(engine::state& state, std::uint64_t key, std::uint32_t most, std::uint32_t now_s) {
  reporter& who = *state.reporters.claim(key, now_s).record;
  who.advance(now_s);
  if (who.said.sum() >= most) return false;
  who.said.add(now_s);
  return true;
}

template <typename History>
void add_report(History& to, bool fraud, std::uint32_t weight) {
  (fraud ? to.fraud : to.honest).add(weight);
}

void report_standing(engine::state& state, standing_key key, const call_reported& said,
                     std::uint32_t weight) {
  if (key.hash == 0) return;
  standing* found = state.standings.find(key.value());
  if (found == nullptr) return;
  found->advance(seconds_of(state.now));
  add_report(found->history, said.fraud, weight);
  if (key.what == standing_of::equipment) {
    report_standing(state, {standing_of::fingerprint, found->fingerprint}, said, weight);
  }
}

}  // namespace

void count_ended(engine::state& state, const live_call& ended, const call_ended& event) {
  const call_outcome went = outcome_of(ended, event, state.now);
  const std::uint32_t now_s = seconds_of(state.now);
  const auto count = [&](auto* record) {
    if (record == nullptr) return;
    record->advance(now_s);
    count_outcome(record->history, went);
  };
  const e164 range = ended.caller.without_last(kRangeDigits);
  if (ended.caller_key != 0) count(state.callers.find(ended.caller_key));
  if (!range.empty()) count(state.ranges.find(range.packed()));
  for (const standing_key key : {standing_key{standing_of::equipment, ended.equipment},
                                 standing_key{standing_of::media, ended.media},
                                 standing_key{standing_of::fingerprint, ended.fingerprint},
                                 standing_key{standing_of::path, ended.path}}) {
    if (key.hash != 0) count(state.standings.find(key.value()));
  }
  if (!ended.fresh_foreign_caller || !went.answered || ended.callee_key == 0) return;
  if (seconds_between(ended.answered_at, state.now) < kLongTalkSeconds) return;
  if (callee_activity* callee = state.callees.find(ended.callee_key)) {
    callee->talked_range = ended.range_hash;
    callee->talked_s = now_s;
  }
}

void take_report(engine::state& state, const call_reported& said) {
  const timestamp now = state.advance(said.at);
  const std::uint32_t now_s = seconds_of(now);
  if (said.caller.empty()) {
    ++state.reports.without_caller;
    return;
  }
  const auto source = static_cast<std::uint64_t>(said.source) + 1;
  const bool institution = is_institution(said.source);
  const std::uint64_t person =
      combine(combine(state.options.hash_seed, source), institution ? 0 : said.callee.packed()) | 1;
  const std::uint64_t pair = combine(combine(person, said.caller.packed()), said.fraud) | 1;
  if (!within_cap(state, pair, institution ? kReportsPerPerson : 1, now_s)) {
    ++state.reports.repeated;
    return;
  }
  if (!within_cap(state, person, institution ? kReportsPerInstitution : kReportsPerPerson, now_s)) {
    ++state.reports.beyond_cap;
    return;
  }
  ++state.reports.taken;
  const std::uint32_t weight = weight_of(said.source);
  activity& caller = *state.callers.claim(said.caller.packed(), now_s).record;
  caller.advance(now_s);
  add_report(caller.history, said.fraud, weight);
  if (activity* range = state.ranges.find(said.caller.without_last(kRangeDigits).packed())) {
    range->advance(now_s);
    add_report(range->history, said.fraud, weight);
  }
  report_standing(state, {standing_of::equipment, caller.last_equipment}, said, weight);
  report_standing(state, {standing_of::media, caller.last_media}, said, weight);
}

}  // namespace qorgan::engine
