#include "sim/endpoint/callee_leg.h"

#include <algorithm>

#include "base/assert.h"

namespace qorgan::sim {

namespace {

constexpr std::string_view kSwitchName = "Domestic-Switch/4.1";
// The switch itself ends a call that nobody answers or cancels.
constexpr moment kLongestRing = std::chrono::seconds{190};
constexpr moment kLinger = std::chrono::seconds{6};

const equipment& switch_style() {
  static const equipment style{.sdp_origin = "switch",
                               .sdp_session = "-",
                               .sdp_codecs = "8",
                               .sdp_attributes = "a=rtpmap:8 PCMA/8000\r\n",
                               .media_address = "198.51.100.200"};
  return style;
}

}  // namespace

callee_leg::callee_leg(const callee_script& script, const ip_endpoint& own, std::uint64_t seed)
    : script_{script}, own_{own}, dice_{seed}, tag_{draw_id(id_shape::hex32, dice_)} {}

void callee_leg::receive(const sip::message& m, const ip_endpoint& peer, moment now, outbox& out) {
  if (!m.is_request) {
    if (m.verb == sip::method::bye && m.status >= 200 && state_ == state::ending) {
      finish(callee_end::hung_up, now);
    }
    return;
  }
  switch (m.verb) {
    case sip::method::invite: return on_invite(m, peer, now, out);
    case sip::method::ack: return on_ack(now);
    case sip::method::cancel: return on_cancel(m, peer, now, out);
    case sip::method::bye: return on_bye(m, peer, now, out);
    default:
      out.push_back({compose_response(m, {.to_tag = tag_, .user_agent = kSwitchName}), peer});
  }
}

void callee_leg::on_invite(const sip::message& m, const ip_endpoint& peer, moment now,
                           outbox& out) {
  if (state_ != state::idle) {
    if (m.to.tag.empty()) {  // retransmission (§17.2.1)
      if (state_ != state::confirmed) out.push_back({last_response_, invite_from_});
    } else {
      out.push_back({compose_response(m, {.status = 488, .phrase = "Not Acceptable Here"}), peer});
    }
    return;
  }
  invite_ = m.bytes;
  invite_from_ = peer;
  state_ = state::proceeding;
  answer_invite(100, "Trying", out);
  act_at_ = now + (script_.ends == outcome::busy ? script_.wait : script_.ring_delay);
}

void callee_leg::answer_invite(std::uint16_t status, std::string_view phrase, outbox& out) {
  sip::message invite;
  QORGAN_ASSERT(sip::parse(invite_, invite).has_value());
  const std::string contact = "<sip:" + to_string(own_) + ">";
  const std::string sdp = status == 200 ? compose_sdp(switch_style(), dice_.next()) : std::string{};
  response_parts parts{status, phrase, tag_, {}, kSwitchName, sdp};
  if (status > 100 && status < 300) parts.contact = contact;
  last_response_ = compose_response(invite, parts);
  out.push_back({last_response_, invite_from_});
}

void callee_leg::send_final(std::uint16_t status, std::string_view phrase, moment now,
                            outbox& out) {
  answer_invite(status, phrase, out);
  act_at_ = kOff;
  interval_ = kT1;
  resend_at_ = now + interval_;
  timeout_at_ = now + kTransactionTimeout;
}

void callee_leg::act(moment now, outbox& out) {
  act_at_ = kOff;
  if (state_ == state::confirmed) return bye(now, out);
  if (script_.ends == outcome::busy) {
    state_ = state::refusing;
    return send_final(486, "Busy Here", now, out);
  }
  if (state_ == state::proceeding) {
    state_ = state::ringing;
    answer_invite(180, "Ringing", out);
    act_at_ = now + (script_.ends == outcome::gave_up ? kLongestRing : script_.wait);
    return;
  }
  if (script_.ends == outcome::answered) {
    state_ = state::answering;
    answered_ = true;
    return send_final(200, "OK", now, out);
  }
  state_ = state::refusing;
  send_final(480, "Temporarily Unavailable", now, out);
}

void callee_leg::on_ack(moment now) {
  if (state_ == state::refusing) return finish(refusal_, now);
  if (state_ != state::answering) return;
  resend_at_ = timeout_at_ = kOff;
  state_ = state::confirmed;
  if (script_.talk != kOff) act_at_ = now + script_.talk;
}

void callee_leg::on_cancel(const sip::message& m, const ip_endpoint& peer, moment now,
                           outbox& out) {
  out.push_back({compose_response(m, {.to_tag = tag_, .user_agent = kSwitchName}), peer});
  if (state_ != state::proceeding && state_ != state::ringing) return;  // too late (§9.2)
  state_ = state::refusing;
  refusal_ = callee_end::cancelled;
  send_final(487, "Request Terminated", now, out);
}

void callee_leg::on_bye(const sip::message& m, const ip_endpoint& peer, moment now, outbox& out) {
  response_parts answer{.to_tag = tag_, .user_agent = kSwitchName};
  if (!answered_) answer.status = 481, answer.phrase = "Call/Transaction Does Not Exist";
  out.push_back({compose_response(m, answer), peer});
  if (answered_ && end_ == callee_end::none) finish(callee_end::was_hung_up, now);
}

void callee_leg::bye(moment now, outbox& out) {
  sip::message invite;
  QORGAN_ASSERT(sip::parse(invite_, invite).has_value());
  dialog_.call_id = invite.call_id;
  dialog_.local = std::string{invite.find(sip::header_id::to)->value} + ";tag=" + tag_;
  dialog_.remote = invite.find(sip::header_id::from)->value;
  dialog_.target = contact_uri(invite);
  dialog_.routes = record_routes(invite);  // §12.1.1: in order
  dialog_.own = own_;
  dialog_.user_agent = kSwitchName;
  state_ = state::ending;
  asked_ = compose_in_dialog(dialog_, "BYE", ++dialog_.cseq, draw_id(id_shape::hex32, dice_));
  asked_to_ = next_hop_of(dialog_, invite_from_);
  out.push_back({asked_, asked_to_});
  interval_ = kT1;
  resend_at_ = now + interval_;
  timeout_at_ = now + kTransactionTimeout;
}

void callee_leg::tick(moment now, outbox& out) {
  if (end_ != callee_end::none) return;
  if (now >= timeout_at_) {
    if (state_ == state::answering) return bye(now, out);  // §13.3.1.4: no ACK, the call is over
    return finish(callee_end::timed_out, now);
  }
  if (now >= resend_at_) {
    ++repeats_;
    const bool asking = state_ == state::ending;
    out.push_back({asking ? asked_ : last_response_, asking ? asked_to_ : invite_from_});
    interval_ = std::min(interval_ * 2, kT2);
    resend_at_ = now + interval_;
  }
  if (now >= act_at_) act(now, out);
}

moment callee_leg::next_due() const {
  if (end_ != callee_end::none) return linger_until_;
  return std::min({resend_at_, timeout_at_, act_at_});
}

void callee_leg::finish(callee_end how, moment now) {
  end_ = how;
  state_ = state::done;
  resend_at_ = timeout_at_ = act_at_ = kOff;
  linger_until_ = now + kLinger;
}

}  // namespace qorgan::sim
