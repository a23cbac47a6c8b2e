// The races a drop can lose are about who ends the dialog while an answer is still under way:
//  - 200 OK crosses the CANCEL: the callee believes it is in a call. It gets the ACK it waits for
//  and
//    a BYE at once; the caller, refused already, never hears of it.
//  - The 200 was passed on but the caller's ACK is missing. The callee may be told BYE at once,
//  since
//    the centre speaks as the caller there (§15); towards the caller it speaks as the callee, which
//    must not send BYE before the ACK, so the 200 is repeated until the ACK comes.
//  - Both ends hang up as the centre does: their BYE is answered here and counts as their end.
// A leg is not called ended on hope: it takes its own final word, or the deadline says it failed.
#include "sip/teardown.h"

namespace qorgan::sip {

void teardown::end(leg side, teardown_step& step) {
  leg_progress& progress = of(side);
  if (progress.state != leg_state::waiting) return;
  progress.state = leg_state::ended;
  step.reports.push_back(side == leg::caller ? teardown_state::caller_ended
                                             : teardown_state::callee_ended);
}

std::string_view teardown::trouble() const {
  const bool caller = of(leg::caller).state == leg_state::failed;
  const bool callee = of(leg::callee).state == leg_state::failed;
  if (caller && callee) return "neither caller nor callee confirmed the end";
  if (refused_with_ != 0) return caller ? "caller refused BYE" : "callee refused BYE";
  if (caller) {
    return of(leg::caller).bye_sent ? "caller did not answer BYE"
                                    : "caller did not acknowledge the final answer";
  }
  return of(leg::callee).bye_sent ? "callee did not answer BYE" : "callee did not answer CANCEL";
}

void teardown::settle(teardown_step& step) {
  const auto waits = [this](leg side) { return of(side).state == leg_state::waiting; };
  if (!active_ || waits(leg::caller) || waits(leg::callee)) return;
  active_ = false;
  step.finished = true;
  if (ended(leg::caller) && ended(leg::callee)) {
    step.reports.push_back(teardown_state::confirmed);
    return;
  }
  step.reports.push_back(teardown_state::failed);
  step.trouble = trouble();
}

teardown_step teardown::start(drop_phase phase) {
  teardown_step step;
  if (active_) return step;  // asked again: nothing changes
  active_ = true;
  phase_ = phase;
  step.reports.push_back(teardown_state::requested);
  switch (phase) {
    case drop_phase::unforwarded: step.refuse_caller = true; break;
    case drop_phase::early:
      step.refuse_caller = true;
      step.cancel_callee = true;
      break;
    case drop_phase::unacked:
      step.ack_callee = true;
      step.bye_callee = of(leg::callee).bye_sent = true;
      break;
    case drop_phase::answered:
      step.bye_callee = of(leg::callee).bye_sent = true;
      step.bye_caller = of(leg::caller).bye_sent = true;
      break;
  }
  step.reports.push_back(teardown_state::sent);
  if (phase == drop_phase::unforwarded) end(leg::callee, step);
  return step;
}

teardown_step teardown::on_ack() {
  teardown_step step;
  if (!active_ || of(leg::caller).state != leg_state::waiting) return step;
  if (phase_ == drop_phase::unacked) {
    step.bye_caller = !of(leg::caller).bye_sent;
    of(leg::caller).bye_sent = true;
  } else if (phase_ != drop_phase::answered) {
    end(leg::caller, step);
    settle(step);
  }
  return step;
}

teardown_step teardown::on_callee_final(std::uint16_t status) {
  teardown_step step;
  if (status >= 200 && status < 300) {
    // Also after the end: an unacknowledged 2xx would be repeated for half a minute.
    step.ack_callee = true;
    if (active_ && !of(leg::callee).bye_sent) {
      step.bye_callee = of(leg::callee).bye_sent = true;
    }
    return step;
  }
  if (!active_ || of(leg::callee).bye_sent) return step;
  end(leg::callee, step);
  settle(step);
  return step;
}

teardown_step teardown::on_bye_final(leg side, std::uint16_t status) {
  teardown_step step;
  if (!active_ || of(side).state != leg_state::waiting) return step;
  // RFC 3261 §15.1.1: the dialog is over with 2xx, 481 and 408.
  const bool over = (status >= 200 && status < 300) || status == 481 || status == 408;
  if (over) {
    end(side, step);
  } else {
    refused_with_ = status;
    of(side).state = leg_state::failed;
  }
  settle(step);
  return step;
}

teardown_step teardown::on_hang_up(leg side) {
  teardown_step step;
  if (!active_) return step;
  step.answer_bye = true;
  end(side, step);
  settle(step);
  return step;
}

teardown_step teardown::on_deadline() {
  teardown_step step;
  if (!active_) return step;
  for (leg_progress& progress : legs_) {
    if (progress.state == leg_state::waiting) progress.state = leg_state::failed;
  }
  settle(step);
  return step;
}

}  // namespace qorgan::sip
