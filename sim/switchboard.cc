#include "sim/switchboard.h"

#include <algorithm>
#include <utility>

namespace qorgan::sim {

namespace {

// A call nobody planned (placed by hand through the centre) is answered like an ordinary one.
constexpr called_side kStray{.answers = 0.8, .talk_median_s = 60, .caller_hangs_up = 0.0};

// Beyond this the machine is too slow for the rate asked for; calls are left out.
constexpr std::size_t kMostCalls = 200'000;

bool is_stop(std::uint16_t status) {
  return status == 603 || status == 607 || status == 608;
}

}  // namespace

switchboard::switchboard(const sim_options& options)
    : options_{options},
      traffic_{{options_.trunks, options.rate, options.fraud_share, options.seed}},
      dice_{options.seed ^ 0x5157},
      outboxes_(options.trunks.size() + 1) {}

moment switchboard::real(duration simulated) const {
  return moment{static_cast<std::int64_t>(static_cast<double>(simulated.count()) / options_.speed)};
}

void switchboard::place(planned_call plan, moment now) {
  const trunk_seat& seat = options_.trunks[plan.trunk];
  const equipment& style = equipment_catalogue()[plan.equipment];
  invite_parts parts{.caller = plan.caller,
                     .callee = plan.callee,
                     .local = seat.source,
                     .centre = options_.centre,
                     .call_id = draw_id(style.call_id, dice_),
                     .tag = draw_id(style.tag, dice_),
                     .branch = draw_id(style.branch, dice_),
                     .cseq = static_cast<std::uint32_t>(1 + dice_.below(100)),
                     .media_seed = dice_.next()};
  if (style.call_id_with_host) parts.call_id += "@" + address_text(seat.source);
  caller_script script;
  if (plan.ends == outcome::gave_up) script.patience = real(plan.wait);
  if (plan.ends == outcome::answered && plan.caller_hangs_up) script.talk = real(plan.talk);
  ++figures_.placed;
  figures_.fraud_placed += plan.fraud ? 1 : 0;
  figures_.emergency_placed += plan.kind == "emergency" ? 1 : 0;
  auto [at, fresh] = calls_.try_emplace(parts.call_id);
  if (!fresh) return;  // the same Call-ID drawn twice: as good as never
  entry& e = at->second;
  e.what.plan = std::move(plan);
  e.what.caller.emplace(style, parts, script, dice_.next());
  e.what.caller->start(now, outboxes_[e.what.plan.trunk]);
  schedule(at->first, e, now);
}

switchboard::entry& switchboard::stray_call(const std::string& call_id) {
  entry& e = calls_[call_id];
  e.what.counted = true;
  draw_course(e.what.plan, kStray, dice_);
  return e;
}

void switchboard::ring(entry& e, const sip::message& m) {
  if (e.what.callee || m.verb != sip::method::invite) return;
  const planned_call& plan = e.what.plan;
  callee_script script{.ends = plan.ends,
                       .ring_delay = real(plan.ring_delay),
                       .wait = real(plan.wait),
                       .talk = kOff};
  if (plan.ends == outcome::answered && !plan.caller_hangs_up) script.talk = real(plan.talk);
  if (closed_) script = {.ends = outcome::busy};
  e.what.callee.emplace(script, options_.domestic_switch, dice_.next());
  ++figures_.rang;
}

void switchboard::receive(std::size_t seat, std::string_view bytes, const ip_endpoint& peer,
                          moment now) {
  sip::message& m = *parsed_;
  if (!sip::parse(bytes, m)) {
    figures_.malformed += bytes.size() > 4 ? 1 : 0;  // keep-alives are shorter
    return;
  }
  outbox& out = outboxes_[seat];
  const bool domestic = seat + 1 == outboxes_.size();
  const std::string call_id{m.call_id};
  auto at = calls_.find(call_id);
  if (at == calls_.end() && domestic && m.verb == sip::method::invite && m.is_request) {
    stray_call(call_id);
    at = calls_.find(call_id);
  }
  const bool known = at != calls_.end() && (domestic || at->second.what.caller);
  if (known && domestic && m.is_request) ring(at->second, m);
  if (!known || (domestic && !at->second.what.callee)) {
    if (!m.is_request || m.verb == sip::method::ack) return;
    response_parts answer{.to_tag = "none"};  // OPTIONS: the centre asks whether we live
    if (m.verb != sip::method::options) {
      answer.status = 481, answer.phrase = "Call/Transaction Does Not Exist";
    }
    out.push_back({compose_response(m, answer), peer});
    return;
  }
  entry& e = at->second;
  if (domestic) {
    e.what.callee->receive(m, peer, now, out);
  } else {
    e.what.caller->receive(m, peer, now, out);
  }
  count(e.what);
  schedule(at->first, e, now);
}

void switchboard::count(call& c) {
  const unsigned repeats =
      (c.caller ? c.caller->repeats() : 0) + (c.callee ? c.callee->repeats() : 0);
  figures_.repeated += repeats - std::exchange(c.repeats_counted, repeats);
  if (c.caller && c.caller->was_answered() && !std::exchange(c.answer_counted, true)) {
    ++figures_.answered;
  }
  if (c.counted || !c.caller || c.caller->ended() == caller_end::none) return;
  c.counted = true;
  const caller_leg& leg = *c.caller;
  const bool stopped = is_stop(leg.status());
  if (leg.ended() == caller_end::timed_out) ++figures_.timed_out;
  if (leg.ended() == caller_end::cancelled) ++figures_.cancelled;
  if (leg.ended() == caller_end::was_hung_up && c.plan.caller_hangs_up) ++figures_.dropped;
  if (leg.ended() != caller_end::refused) return;
  if (stopped) {
    ++figures_.stopped;
    figures_.fraud_stopped += c.plan.fraud ? 1 : 0;
    figures_.emergency_stopped += c.plan.kind == "emergency" ? 1 : 0;
  } else if (options_.trunks[c.plan.trunk].redirect) {
    ++figures_.redirected;
  } else {
    ++figures_.refused;
  }
}

void switchboard::schedule(const std::string& call_id, entry& e, moment now) {
  const auto due_of = [now](const auto& leg) {
    return leg && !leg->forgotten(now) ? leg->next_due() : kOff;
  };
  const moment next = std::min(due_of(e.what.caller), due_of(e.what.callee));
  // An earlier entry in the heap runs first and schedules anew; only an earlier time needs another.
  if (next >= e.scheduled) return;
  e.scheduled = next;
  timers_.push({next, call_id});
}

void switchboard::run_due(moment now) {
  while (!timers_.empty() && timers_.top().at <= now) {
    const due next = timers_.top();
    timers_.pop();
    const auto at = calls_.find(next.call_id);
    if (at == calls_.end() || next.at != at->second.scheduled) continue;  // superseded
    entry& e = at->second;
    e.scheduled = kOff;
    call& c = e.what;
    if (c.caller) c.caller->tick(now, outboxes_[c.plan.trunk]);
    if (c.callee) c.callee->tick(now, outboxes_.back());
    count(c);
    const bool over =
        (!c.caller || c.caller->forgotten(now)) && (!c.callee || c.callee->forgotten(now));
    if (over) {
      calls_.erase(at);
    } else {
      schedule(at->first, e, now);
    }
  }
}

void switchboard::tick(moment now) {
  while (!closed_ && real(traffic_.next_at()) <= now) {
    planned_call plan = traffic_.take();
    if (calls_.size() < kMostCalls) place(std::move(plan), now);
  }
  run_due(now);
}

void switchboard::close(moment now) {
  closed_ = true;
  for (auto& [call_id, e] : calls_) {
    if (!e.what.caller || e.what.caller->ended() != caller_end::none) continue;
    e.what.caller->hang_up(now, outboxes_[e.what.plan.trunk]);
    schedule(call_id, e, now);
  }
}

moment switchboard::next_due() const {
  moment next = closed_ ? kOff : real(traffic_.next_at());
  if (!timers_.empty()) next = std::min(next, timers_.top().at);
  return next;
}

std::size_t switchboard::live() const {
  return static_cast<std::size_t>(std::ranges::count_if(calls_, [](const auto& item) {
    const call& c = item.second.what;
    return (c.caller && c.caller->ended() == caller_end::none) ||
           (c.callee && c.callee->ended() == callee_end::none);
  }));
}

}  // namespace qorgan::sim
