#include "console/live_view.h"

#include <algorithm>
#include <utility>

namespace qorgan::console {
namespace {

std::string number_text(const party& who) {
  return who.number.empty() ? std::string{who.signalled.view()} : to_string(who.number);
}

void take_later(timestamp& mine, timestamp theirs) {
  if (!happened(mine)) mine = theirs;
}

template <typename T>
void push_bounded(std::vector<T>& list, const T& value, std::size_t limit) {
  if (list.size() < limit) list.push_back(value);
}

}  // namespace

const alert* worst_alert(const call_detail& call) {
  const alert* worst = nullptr;
  for (const alert& candidate : call.alerts) {
    if (worst == nullptr || candidate.level >= worst->level) worst = &candidate;
  }
  return worst;
}

live_view::live_view(const std::vector<std::pair<trunk_id, std::string>>& trunks,
                     live_limits limits)
    : trunk_names_{trunks.begin(), trunks.end()}, limits_{limits} {}

void live_view::set_redirect_trunks(std::unordered_set<std::string> names) {
  redirect_trunks_ = std::move(names);
}

void live_view::apply(const record& entry) {
  journal_seq_ = std::max(journal_seq_, entry.seq);
  std::visit(
      [&](const auto& event) {
        if constexpr (requires { on(event, entry); }) {
          on(event, entry);
        } else if constexpr (requires { on(event); }) {
          on(event);
        }
      },
      entry.input);
  for (const alert& raised : entry.alerts) {
    if (live_call* call = known(raised.key)) {
      push_bounded(call->detail.alerts, raised, limits_.alerts_per_call);
      touch(raised.key, *call);
    }
  }
  if (!entry.messages.empty()) add_messages(call_of(entry.input), entry.messages);
}

void live_view::on(const call_started& event, const record& entry) {
  const bool is_new = !calls_.contains(event.key);
  live_call& call = at(event.key);
  call_summary& to = call.detail.call;
  to.seq = entry.seq;
  to.started_at = event.at;
  const auto trunk = trunk_names_.find(event.trunk);
  if (trunk != trunk_names_.end()) to.trunk = trunk->second;
  to.caller = number_text(event.caller);
  to.callee = number_text(event.callee);
  to.caller_country = event.caller.info.where.text();
  to.callee_country = event.callee.info.where.text();
  to.source = to_string(event.source);
  to.sip_call_id = event.sip_call_id.view();
  to.user_agent = event.user_agent.view();
  to.fingerprint = event.fingerprint;
  to.emergency = event.emergency;
  to.unscreened = event.unscreened;
  to.passport = event.passport;
  to.attested = event.attested;
  to.seen = event.seen;
  if (entry.decided) {
    to.enforced = entry.decided->enforced;
    to.would = entry.decided->would;
    to.emergency = to.emergency || entry.decided->emergency;
    to.score = entry.decided->score;
    to.rule = entry.decided->rule.view();
    to.reasons.assign(entry.decided->reasons.begin(), entry.decided->reasons.end());
    if (call.waived) to.enforced = verdict::pass;
    if (is_new) count_arrival(event.at, *entry.decided);
  }
  call.complete = true;
  call.detail.messages.clear();
  touch(event.key, call);
}

void live_view::on(const call_ringing& event) {
  if (live_call* call = known(event.key)) {
    take_later(call->detail.call.ringing_at, event.at);
    touch(event.key, *call);
  }
}

void live_view::on(const call_answered& event) {
  if (live_call* call = known(event.key)) {
    take_later(call->detail.call.answered_at, event.at);
    touch(event.key, *call);
  }
}

void live_view::on(const call_ended& event) {
  live_call* call = known(event.key);
  if (call == nullptr) {
    live_keys_.erase(event.key);
    return;
  }
  take_later(call->detail.call.ended_at, event.at);
  call->detail.call.sip_code = event.sip_code;
  call->detail.call.by = event.by;
  touch(event.key, *call);
}

void live_view::on(const refusal_waived& event) {
  live_call* call = known(event.key);
  if (call == nullptr || call->waived) return;
  call->waived = true;
  call->detail.call.enforced = verdict::pass;
  if (event.answer_code != 0) call->detail.call.sip_code = event.answer_code;
  count_waiver(call->detail.call.started_at);
  touch(event.key, *call);
}

// Whatever was up before is not known to be up any more.
void live_view::on(const process_started& event) {
  process_started_at_ = event.at;
  for (auto& [key, call] : calls_) {
    if (!call.live()) continue;
    call.detail.call.ended_at = event.at;
    touch(key, call);
  }
  live_keys_.clear();
}

void live_view::on(const teardown_progress& event) {
  if (live_call* call = known(event.key)) {
    push_bounded(call->detail.teardown, event, limits_.teardown_steps);
    touch(event.key, *call);
  }
}

void live_view::add_messages(call_key key, const ladder& messages) {
  live_call* call = known(key);
  if (call == nullptr) return;
  for (const ladder_entry& message : messages) {
    push_bounded(call->detail.messages, message, limits::kLadderEntries);
  }
}

void live_view::merge(const call_summary& known_call) {
  live_call& call = at(known_call.key);
  call_summary& to = call.detail.call;
  const call_summary mine = to;
  to = known_call;
  if (to.trunk.empty()) to.trunk = mine.trunk;
  take_later(to.ringing_at, mine.ringing_at);
  take_later(to.answered_at, mine.answered_at);
  if (!happened(to.ended_at)) {
    to.ended_at = mine.ended_at;
    to.sip_code = mine.sip_code;
    to.by = mine.by;
  }
  if (call.waived) to.enforced = verdict::pass;
  const bool died_with_the_process =
      happened(process_started_at_) && to.started_at < process_started_at_;
  if (died_with_the_process) take_later(to.ended_at, process_started_at_);
  journal_seq_ = std::max(journal_seq_, to.seq);
  touch(known_call.key, call);
}

live_call& live_view::at(call_key key) {
  live_call& call = calls_[key];
  call.detail.call.key = key;
  return call;
}

live_call* live_view::known(call_key key) {
  const auto found = calls_.find(key);
  return found == calls_.end() ? nullptr : &found->second;
}

const live_call* live_view::find(call_key key) const {
  const auto found = calls_.find(key);
  return found == calls_.end() ? nullptr : &found->second;
}

/// Somebody asked what to do with the call and has had the answer; nothing more is known of it.
bool live_view::was_asked_about(const call_summary& facts) const {
  if (facts.seen == seen_by::unknown) return redirect_trunks_.contains(facts.trunk);
  const bool followed =
      happened(facts.ringing_at) || happened(facts.answered_at) || happened(facts.ended_at);
  return !followed && (facts.seen == seen_by::redirect || facts.seen == seen_by::screened);
}

call_state live_view::state_from(const call_summary& facts) const {
  if (facts.enforced == verdict::block) return call_state::refused;
  if (was_asked_about(facts)) return call_state::redirected;
  if (happened(facts.ended_at)) return call_state::ended;
  if (happened(facts.answered_at)) return call_state::answered;
  return happened(facts.ringing_at) ? call_state::ringing : call_state::screening;
}

call_state live_view::archived_state(const call_summary& call) const {
  const call_state state = state_from(call);
  return state <= call_state::answered ? call_state::ended : state;
}

// One place decides what follows from the facts: state, membership in the counted sets, room.
void live_view::touch(call_key key, live_call& call) {
  call.state = state_from(call.detail.call);
  if (call.live()) {
    if (live_keys_.size() < limits_.live_keys) live_keys_.insert(key);
  } else {
    live_keys_.erase(key);
    if (!call.queued_to_leave) finished_.push_back(key);
    call.queued_to_leave = true;
  }
  for (std::string& text : call.row_json) text.clear();
  changed_.insert(key);
  make_room();
}

void live_view::make_room() {
  while (calls_.size() > limits_.rows) {
    call_key victim = calls_.begin()->first;
    if (!finished_.empty()) {
      victim = finished_.front();
      finished_.pop_front();
      // A call that was asked about may go on in the mirror of the signalling.
      if (live_call* const call = known(victim); call != nullptr && call->live()) {
        call->queued_to_leave = false;
        continue;
      }
    }
    calls_.erase(victim);
    changed_.insert(victim);
  }
}

std::unordered_set<call_key> live_view::take_changes() {
  return std::exchange(changed_, {});
}

std::vector<call_key> live_view::live_before(call_key before, std::size_t limit) const {
  std::vector<call_key> out;
  for (const auto& [key, call] : calls_) {
    if (key >= before || out.size() >= limit) break;
    if (call.live()) out.push_back(key);
  }
  return out;
}

}  // namespace qorgan::console
