#include "sip/server_transaction.h"

#include <algorithm>

namespace qorgan::sip {

bool server_transaction::may_send(std::uint16_t status) const {
  if (state_ == state::proceeding) return true;
  // RFC 6026 §7.1: more 2xx, from forks or retransmitted, pass while accepted.
  return state_ == state::accepted && status >= 200 && status < 300;
}

server_step server_transaction::on_request() const {
  server_step step;
  step.send_last = state_ == state::proceeding || state_ == state::completed;
  return step;
}

server_step server_transaction::on_ack(std::int64_t now_ms) {
  server_step step;
  if (state_ == state::accepted) step.deliver = true;
  if (state_ == state::completed) {
    state_ = state::confirmed;
    due_ = now_ms + (reliable_ ? 0 : kT4_ms);  // Timer I
  }
  return step;
}

server_step server_transaction::on_response(std::uint16_t status, std::int64_t now_ms) {
  server_step step;
  if (status < 200 || state_ != state::proceeding) return step;
  give_up_ = now_ms + kGiveUp_ms;
  due_ = give_up_;
  if (invite_ && status < 300) {
    state_ = state::accepted;  // Timer L
    return step;
  }
  state_ = state::completed;
  if (!invite_) {
    due_ = now_ms + (reliable_ ? 0 : kGiveUp_ms);  // Timer J
  } else if (!reliable_) {
    interval_ms_ = kT1_ms;
    due_ = now_ms + interval_ms_;
  }
  return step;
}

server_step server_transaction::on_timer(std::int64_t now_ms) {
  server_step step;
  if (now_ms < due_) return step;
  if (invite_ && state_ == state::completed && now_ms < give_up_) {
    step.send_last = true;
    interval_ms_ = static_cast<std::int32_t>(std::min<std::int64_t>(2 * interval_ms_, kT2_ms));
    due_ = std::min(now_ms + interval_ms_, give_up_);
    return step;
  }
  step.no_ack = invite_ && state_ == state::completed;
  step.finished = true;
  state_ = state::terminated;
  due_ = kNotDue;
  return step;
}

}  // namespace qorgan::sip
