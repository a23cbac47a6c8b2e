#pragma once

#include <cstdint>
#include <string_view>

#include "base/inline_vector.h"
#include "domain/record.h"

namespace qorgan::sip {

/// How far the call was when somebody asked for its end.
enum class drop_phase : std::uint8_t {
  unforwarded,  ///< no INVITE has left towards the callee
  early,        ///< INVITE is out, the caller has no final answer
  unacked,      ///< a 2xx went to the caller, its ACK has not come
  answered,
};

/// What the driver does, in this order.
struct teardown_step {
  bool refuse_caller = false;  ///< final refusal to the INVITE
  bool cancel_callee = false;  ///< CANCEL as soon as the rules allow (RFC 3261 §9.1)
  bool ack_callee = false;     ///< ACK the 2xx in the caller's place
  bool bye_callee = false;
  bool bye_caller = false;
  bool answer_bye = false;  ///< 200 to the BYE that has just come, which is not forwarded
  bool finished = false;
  inline_vector<teardown_state, 4> reports;
  std::string_view trouble;  ///< with report `failed`: which leg and why
};

/// Ends both legs of a call or says which one did not end (gateway.md, "Teardown: the promise").
/// Pure: told what happens, it says what to do. Every leg is followed to its end: the caller's
/// INVITE to the ACK of its refusal, the callee's to a final response, a BYE to its own.
class teardown {
 public:
  bool active() const { return active_; }
  bool ended(leg side) const { return of(side).state == leg_state::ended; }

  teardown_step start(drop_phase phase);

  teardown_step on_ack();                               ///< from the caller, for the final answer
  teardown_step on_callee_final(std::uint16_t status);  ///< of the INVITE; 2xx may come repeatedly
  teardown_step on_bye_final(leg side, std::uint16_t status);  ///< of our BYE; 0: nobody answered
  teardown_step on_hang_up(leg side);                          ///< that end's own BYE has come
  teardown_step on_deadline();

 private:
  enum class leg_state : std::uint8_t { waiting, ended, failed };
  struct leg_progress {
    leg_state state = leg_state::waiting;
    bool bye_sent = false;
  };

  leg_progress& of(leg side) { return legs_[side == leg::caller ? 0 : 1]; }
  const leg_progress& of(leg side) const { return legs_[side == leg::caller ? 0 : 1]; }
  void end(leg side, teardown_step& step);
  void settle(teardown_step& step);
  std::string_view trouble() const;

  bool active_ = false;
  drop_phase phase_ = drop_phase::early;
  std::uint16_t refused_with_ = 0;  // a BYE's final response that was neither 2xx, 408 nor 481
  leg_progress legs_[2];
};

}  // namespace qorgan::sip
