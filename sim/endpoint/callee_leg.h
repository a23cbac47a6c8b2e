#pragma once

#include <cstdint>
#include <string>

#include "sim/dice.h"
#include "sim/endpoint/compose.h"
#include "sim/endpoint/outbox.h"
#include "sim/traffic/plan.h"
#include "sip/message.h"

namespace qorgan::sim {

/// What the subscriber does, in real time.
struct callee_script {
  outcome ends = outcome::answered;
  moment ring_delay{};  ///< INVITE to 180
  moment wait{};        ///< 180 to answer or 480; INVITE to 486 when busy
  moment talk = kOff;   ///< from the answer; then BYE. kOff: the other side hangs up
};

enum class callee_end : std::uint8_t { none, refused, cancelled, hung_up, was_hung_up, timed_out };

/// The domestic switch's user agent server of one call (RFC 3261 §8.2, §12, §13.3, §17.2).
class callee_leg {
 public:
  callee_leg(const callee_script& script, const ip_endpoint& own, std::uint64_t seed);

  /// The INVITE that made it comes first.
  void receive(const sip::message& m, const ip_endpoint& peer, moment now, outbox& out);
  void tick(moment now, outbox& out);
  moment next_due() const;
  callee_end ended() const { return end_; }
  bool was_answered() const { return answered_; }
  /// Datagrams sent again because nothing came back in time.
  unsigned repeats() const { return repeats_; }
  bool forgotten(moment now) const { return end_ != callee_end::none && now >= linger_until_; }

 private:
  enum class state : std::uint8_t {
    idle,
    proceeding,
    ringing,
    refusing,   ///< final refusal sent, ACK awaited
    answering,  ///< 200 sent, ACK awaited
    confirmed,
    ending,
    done
  };

  void on_invite(const sip::message& m, const ip_endpoint& peer, moment now, outbox& out);
  void on_cancel(const sip::message& m, const ip_endpoint& peer, moment now, outbox& out);
  void on_bye(const sip::message& m, const ip_endpoint& peer, moment now, outbox& out);
  void on_ack(moment now);
  void answer_invite(std::uint16_t status, std::string_view phrase, outbox& out);
  void send_final(std::uint16_t status, std::string_view phrase, moment now, outbox& out);
  void act(moment now, outbox& out);
  void bye(moment now, outbox& out);
  void finish(callee_end how, moment now);

  callee_script script_;
  ip_endpoint own_;
  dice dice_;
  std::string tag_;
  std::string invite_;  ///< the INVITE as received, for its responses
  ip_endpoint invite_from_;
  std::string last_response_;
  std::string asked_;  ///< BYE
  ip_endpoint asked_to_;
  dialog dialog_;
  state state_ = state::idle;
  callee_end end_ = callee_end::none;
  callee_end refusal_ = callee_end::refused;
  bool answered_ = false;
  unsigned repeats_ = 0;
  moment interval_ = kT1;
  moment resend_at_ = kOff;
  moment timeout_at_ = kOff;
  moment act_at_ = kOff;
  moment linger_until_ = kOff;
};

}  // namespace qorgan::sim
