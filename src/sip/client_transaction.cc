#include "sip/client_transaction.h"

#include <algorithm>

namespace qorgan::sip {

void client_transaction::start(std::int64_t now_ms, std::int64_t patience_ms) {
  state_ = state::calling;
  interval_ms_ = kT1_ms;
  give_up_ = now_ms + patience_ms;
  due_ = reliable_ ? give_up_ : std::min(now_ms + interval_ms_, give_up_);
}

void client_transaction::on_cancel_sent(std::int64_t now_ms) {
  cancelled_ = true;
  if (!waits_for_final()) return;
  give_up_ = now_ms + kGiveUp_ms;
  due_ = std::min(due_, give_up_);
  if (state_ == state::proceeding) due_ = give_up_;
}

void client_transaction::lose_patience(std::int64_t now_ms) {
  if (state_ == state::calling) due_ = give_up_ = now_ms;
}

bool client_transaction::on_unreachable() {
  if (state_ != state::calling) return false;
  state_ = state::terminated;
  due_ = kNotDue;
  return true;
}

client_step client_transaction::on_final(std::uint16_t status, std::int64_t now_ms) {
  client_step step;
  step.pass_up = true;
  if (!invite_) {
    state_ = state::completed;
    due_ = now_ms + (reliable_ ? 0 : kT4_ms);  // Timer K
  } else if (status < 300) {
    state_ = state::accepted;
    due_ = now_ms + kGiveUp_ms;  // Timer M
  } else {
    state_ = state::completed;
    step.send_ack = true;
    due_ = now_ms + (reliable_ ? 0 : kTimerD_ms);
  }
  return step;
}

client_step client_transaction::on_response(std::uint16_t status, std::int64_t now_ms) {
  client_step step;
  if (waits_for_final()) {
    if (status >= 200) return on_final(status, now_ms);
    step.pass_up = true;
    const bool first = state_ == state::calling;
    state_ = state::proceeding;
    if (!invite_) {
      if (first) interval_ms_ = kT2_ms;  // §17.1.2.2: from now on every T2
      return step;
    }
    // Timer C begins with the request and again with every provisional but 100 (§16.7 step 2).
    if (!cancelled_ && (first || status > 100)) due_ = give_up_ = now_ms + ring_timeout_ms_;
    if (cancelled_) due_ = give_up_;
    return step;
  }
  if (!invite_ || status < 200) return step;
  if (state_ == state::accepted) step.pass_up = status < 300;
  if (state_ == state::completed) step.send_ack = status >= 300;
  return step;
}

client_step client_transaction::on_timer(std::int64_t now_ms) {
  client_step step;
  if (now_ms < due_) return step;
  const bool repeats = state_ == state::calling || (!invite_ && state_ == state::proceeding);
  if (repeats && now_ms < give_up_) {
    step.send_request = true;
    const std::int64_t ceiling = invite_ ? kGiveUp_ms : kT2_ms;  // Timer A has none
    interval_ms_ = static_cast<std::int32_t>(std::min<std::int64_t>(2 * interval_ms_, ceiling));
    due_ = std::min(now_ms + interval_ms_, give_up_);
    return step;
  }
  if (invite_ && state_ == state::proceeding) {
    // Ringing for too long is cancelled by the proxy core; a cancelled one is given up.
    step.rang_out = !cancelled_;
    step.timed_out = cancelled_;
    due_ = kNotDue;
  } else {
    step.timed_out = waits_for_final();
  }
  if (step.rang_out) return step;
  step.finished = true;
  state_ = state::terminated;
  due_ = kNotDue;
  return step;
}

}  // namespace qorgan::sip
