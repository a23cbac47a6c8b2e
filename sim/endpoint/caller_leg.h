#pragma once

#include <cstdint>
#include <string>

#include "sim/dice.h"
#include "sim/endpoint/compose.h"
#include "sim/endpoint/outbox.h"
#include "sip/message.h"

namespace qorgan::sim {

/// What the caller means to do, in real time.
struct caller_script {
  moment patience = kOff;  ///< from the first ringing; then CANCEL. kOff: waits for the network
  moment talk = kOff;      ///< from the answer; then BYE. kOff: the other side hangs up
};

enum class caller_end : std::uint8_t {
  none,         ///< still going on
  refused,      ///< final answer 3xx-6xx, see `status`
  cancelled,    ///< 487 after our CANCEL
  hung_up,      ///< answered, we sent BYE
  was_hung_up,  ///< answered, BYE received
  timed_out,    ///< no answer to INVITE, CANCEL or BYE
};

/// The user agent client of one call (RFC 3261 §8.1, §12, §13.2, §17.1): INVITE with its
/// retransmissions, CANCEL, ACK, BYE both ways. Nothing waits here: the driver hands in messages
/// and calls `tick` when `next_due` has come.
class caller_leg {
 public:
  caller_leg(const equipment& style, const invite_parts& parts, const caller_script& script,
             std::uint64_t seed);

  void start(moment now, outbox& out);
  /// A response or request of this call.
  void receive(const sip::message& m, const ip_endpoint& peer, moment now, outbox& out);
  void tick(moment now, outbox& out);
  /// Ends the call at once, whatever the script says.
  void hang_up(moment now, outbox& out);

  moment next_due() const;
  caller_end ended() const { return end_; }
  bool was_answered() const { return answered_; }
  /// Datagrams sent again because nothing came back in time.
  unsigned repeats() const { return repeats_; }
  std::uint16_t status() const { return status_; }
  /// Ended, and long enough ago that no retransmission is expected any more.
  bool forgotten(moment now) const { return end_ != caller_end::none && now >= linger_until_; }

 private:
  enum class state : std::uint8_t { idle, calling, proceeding, confirmed, ending, done };

  void on_response(const sip::message& m, moment now, outbox& out);
  void on_invite_final(const sip::message& m, moment now, outbox& out);
  void on_answer(const sip::message& m, moment now, outbox& out);
  void on_request(const sip::message& m, const ip_endpoint& peer, moment now, outbox& out);
  void ask(std::string request, moment now, outbox& out);  ///< sent until answered
  void stop_asking() { resend_at_ = timeout_at_ = kOff; }
  void cancel(moment now, outbox& out);
  void bye(moment now, outbox& out);
  void finish(caller_end how, moment now);

  const equipment* style_;
  ip_endpoint centre_;
  caller_script script_;
  dice dice_;
  dialog dialog_;
  std::string invite_;
  std::string asked_;  ///< outstanding request: INVITE, CANCEL or BYE
  std::string ack_;
  ip_endpoint asked_to_;
  ip_endpoint ack_to_;
  state state_ = state::idle;
  caller_end end_ = caller_end::none;
  std::uint16_t status_ = 0;
  bool answered_ = false;
  unsigned repeats_ = 0;
  bool give_up_ = false;  ///< CANCEL is wanted as soon as it may be sent
  bool cancelled_ = false;
  moment interval_ = kT1;
  moment resend_at_ = kOff;
  moment timeout_at_ = kOff;
  moment act_at_ = kOff;  ///< patience runs out, or the talk is over
  moment linger_until_ = kOff;
};

}  // namespace qorgan::sim
