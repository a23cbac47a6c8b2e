#pragma once

#include <cstdint>

#include "sip/transaction_timers.h"

namespace qorgan::sip {

struct client_step {
  bool send_request = false;  ///< the request again
  bool pass_up = false;       ///< the response is news for the proxy core
  bool send_ack = false;      ///< acknowledge the non-2xx final response, this hop only
  bool timed_out = false;     ///< Timer B or F: nobody answered
  bool rang_out = false;      ///< Timer C: ringing for too long
  bool finished = false;      ///< the transaction is over; forget it
};

/// Client transaction of RFC 3261 §17.1 with the accepted state of RFC 6026 §7.2 and the proxy's
/// Timer C (§16.6, §16.7). Pure: the driver holds the request and calls `on_timer` when `due()`
/// has come.
class client_transaction {
 public:
  enum class state : std::uint8_t { idle, calling, proceeding, completed, accepted, terminated };

  client_transaction() = default;
  client_transaction(bool is_invite, bool is_reliable, std::int32_t ring_timeout_ms)
      : invite_(is_invite), reliable_(is_reliable), ring_timeout_ms_(ring_timeout_ms) {}

  /// The request has been sent. `patience_ms` shortens Timer B or F where another next hop waits.
  void start(std::int64_t now_ms, std::int64_t patience_ms = kGiveUp_ms);
  client_step on_response(std::uint16_t status, std::int64_t now_ms);
  client_step on_timer(std::int64_t now_ms);
  /// The request could not be delivered (§16.9, §17.1.4): as if a 503 had come. False: it has been
  /// answered already, or something was heard.
  bool on_unreachable();
  /// CANCEL has been sent: a final response within 64*T1 or none at all (RFC 3261 §9.1).
  void on_cancel_sent(std::int64_t now_ms);

  /// The request could not be sent (RFC 3261 §17.1.4): Timer B or F is due now.
  void lose_patience(std::int64_t now_ms);

  std::int64_t due() const { return due_; }
  state at() const { return state_; }
  bool waits_for_final() const { return state_ == state::calling || state_ == state::proceeding; }

 private:
  client_step on_final(std::uint16_t status, std::int64_t now_ms);

  state state_ = state::idle;
  bool invite_ = false;
  bool reliable_ = false;
  bool cancelled_ = false;
  std::int32_t interval_ms_ = 0;  // Timers A and E
  std::int32_t ring_timeout_ms_ = 180'000;
  std::int64_t due_ = kNotDue;
  std::int64_t give_up_ = kNotDue;
};

}  // namespace qorgan::sip
