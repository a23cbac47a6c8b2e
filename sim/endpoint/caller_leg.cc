#include "sim/endpoint/caller_leg.h"

#include <algorithm>

#include "base/assert.h"

namespace qorgan::sim {

namespace {

// A caller who was never answered gives up by himself, whatever the network does.
constexpr moment kLongestRing = std::chrono::seconds{200};
constexpr moment kLinger = std::chrono::seconds{6};

moment after(moment now, moment span) {
  return span == kOff ? kOff : now + span;
}

}  // namespace

caller_leg::caller_leg(const equipment& style, const invite_parts& parts,
                       const caller_script& script, std::uint64_t seed)
    : style_{&style},
      centre_{parts.centre},
      script_{script},
      dice_{seed},
      invite_{compose_invite(style, parts)} {
  dialog_.call_id = parts.call_id;
  dialog_.own = parts.local;
  dialog_.cseq = parts.cseq;
  dialog_.user_agent = style.user_agent;
}

void caller_leg::start(moment now, outbox& out) {
  QORGAN_ASSERT(state_ == state::idle);
  state_ = state::calling;
  act_at_ = now + kLongestRing;
  asked_to_ = centre_;
  ask(invite_, now, out);
}

void caller_leg::ask(std::string request, moment now, outbox& out) {
  asked_ = std::move(request);
  out.push_back({asked_, asked_to_});
  interval_ = kT1;
  resend_at_ = now + interval_;
  timeout_at_ = now + kTransactionTimeout;
}

void caller_leg::receive(const sip::message& m, const ip_endpoint& peer, moment now, outbox& out) {
  if (m.is_request) {
    on_request(m, peer, now, out);
  } else {
    on_response(m, now, out);
  }
}

void caller_leg::on_response(const sip::message& m, moment now, outbox& out) {
  if (m.verb == sip::method::invite) {
    if (m.status >= 200) return on_invite_final(m, now, out);
    if (state_ == state::calling) {
      state_ = state::proceeding;
      stop_asking();
    }
    // Patience counts from the first ringing, not from 100.
    if (m.status > 100 && state_ == state::proceeding && script_.patience != kOff) {
      act_at_ = std::min(act_at_, now + script_.patience);
      script_.patience = kOff;
    }
    if (give_up_) cancel(now, out);
    return;
  }
  if (m.verb == sip::method::cancel && m.status >= 200 && cancelled_) {
    resend_at_ = kOff;  // the 487 follows, or the time-out does
  }
  if (m.verb == sip::method::bye && m.status >= 200 && state_ == state::ending) {
    finish(caller_end::hung_up, now);
  }
}

void caller_leg::on_invite_final(const sip::message& m, moment now, outbox& out) {
  if (state_ == state::idle) return;
  if (!ack_.empty()) {  // retransmitted: so is its ACK (§13.2.2.4, §17.1.1.2)
    out.push_back({ack_, ack_to_});
    return;
  }
  status_ = m.status;
  if (m.status < 300) return on_answer(m, now, out);
  sip::message invite;
  QORGAN_ASSERT(sip::parse(invite_, invite).has_value());
  ack_ = compose_of_invite(invite, "ACK", m.find(sip::header_id::to)->value);
  ack_to_ = centre_;
  out.push_back({ack_, ack_to_});
  finish(m.status == 487 && cancelled_ ? caller_end::cancelled : caller_end::refused, now);
}

void caller_leg::on_answer(const sip::message& m, moment now, outbox& out) {
  dialog_.local = m.find(sip::header_id::from)->value;
  dialog_.remote = m.find(sip::header_id::to)->value;
  dialog_.target = contact_uri(m);
  dialog_.routes = record_routes(m);
  std::ranges::reverse(dialog_.routes);  // §12.1.2
  ack_ = compose_in_dialog(dialog_, "ACK", m.cseq.number, draw_id(style_->branch, dice_));
  ack_to_ = next_hop_of(dialog_, centre_);
  out.push_back({ack_, ack_to_});
  stop_asking();
  answered_ = true;
  state_ = state::confirmed;
  act_at_ = after(now, script_.talk);
  if (cancelled_ || give_up_) bye(now, out);  // the answer crossed our CANCEL
}

void caller_leg::on_request(const sip::message& m, const ip_endpoint& peer, moment now,
                            outbox& out) {
  if (m.verb == sip::method::ack) return;
  response_parts answer{.user_agent = style_->user_agent};
  const bool known = answered_ || m.verb == sip::method::options;
  if (!known) answer.status = 481, answer.phrase = "Call/Transaction Does Not Exist";
  out.push_back({compose_response(m, answer), peer});
  if (m.verb == sip::method::bye && answered_ && end_ == caller_end::none) {
    finish(caller_end::was_hung_up, now);
  }
}

void caller_leg::cancel(moment now, outbox& out) {
  if (cancelled_) return;
  cancelled_ = true;
  sip::message invite;
  QORGAN_ASSERT(sip::parse(invite_, invite).has_value());
  asked_to_ = centre_;
  ask(compose_of_invite(invite, "CANCEL", invite.find(sip::header_id::to)->value), now, out);
}

void caller_leg::bye(moment now, outbox& out) {
  state_ = state::ending;
  act_at_ = kOff;
  asked_to_ = next_hop_of(dialog_, centre_);
  ask(compose_in_dialog(dialog_, "BYE", ++dialog_.cseq, draw_id(style_->branch, dice_)), now, out);
}

void caller_leg::hang_up(moment now, outbox& out) {
  if (state_ == state::confirmed) return bye(now, out);
  give_up_ = true;
  act_at_ = kOff;
  if (state_ == state::proceeding) cancel(now, out);  // before a provisional it may not be sent
}

void caller_leg::tick(moment now, outbox& out) {
  if (end_ != caller_end::none) return;
  if (now >= timeout_at_) return finish(caller_end::timed_out, now);
  if (now >= resend_at_) {
    ++repeats_;
    out.push_back({asked_, asked_to_});
    interval_ *= 2;
    // INVITE doubles for ever (timer A); the others stay at T2 (timer E).
    if (state_ != state::calling) interval_ = std::min(interval_, kT2);
    resend_at_ = now + interval_;
  }
  if (now >= act_at_) {
    act_at_ = kOff;
    hang_up(now, out);
  }
}

moment caller_leg::next_due() const {
  if (end_ != caller_end::none) return linger_until_;
  return std::min({resend_at_, timeout_at_, act_at_});
}

void caller_leg::finish(caller_end how, moment now) {
  end_ = how;
  state_ = state::done;
  stop_asking();
  act_at_ = kOff;
  linger_until_ = now + kLinger;
}

}  // namespace qorgan::sim
