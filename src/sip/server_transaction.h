#pragma once

#include <cstdint>

#include "sip/transaction_timers.h"

namespace qorgan::sip {

/// What the driver does after an event.
struct server_step {
  bool send_last = false;  ///< send the last response again (nothing when there is none yet)
  bool deliver = false;    ///< the ACK belongs to a 2xx: forward it
  bool no_ack = false;     ///< Timer H: the final response was never acknowledged
  bool finished = false;   ///< the transaction is over; forget it
};

/// Server transaction of RFC 3261 §17.2 with the accepted state of RFC 6026 §7.1. Pure: the driver
/// holds the last response and calls `on_timer` when `due()` has come.
class server_transaction {
 public:
  enum class state : std::uint8_t { proceeding, completed, confirmed, accepted, terminated };

  server_transaction() = default;
  server_transaction(bool is_invite, bool is_reliable)
      : invite_(is_invite), reliable_(is_reliable) {}

  /// The same request again.
  server_step on_request() const;
  server_step on_ack(std::int64_t now_ms);
  /// A response is being sent by the proxy core. Responses of accepted, completed and confirmed
  /// transactions other than 2xx of an accepted one must not be (see `may_send`).
  server_step on_response(std::uint16_t status, std::int64_t now_ms);
  server_step on_timer(std::int64_t now_ms);

  bool may_send(std::uint16_t status) const;
  std::int64_t due() const { return due_; }
  state at() const { return state_; }

 private:
  state state_ = state::proceeding;
  bool invite_ = false;
  bool reliable_ = false;
  std::int32_t interval_ms_ = 0;  // Timer G
  std::int64_t due_ = kNotDue;
  std::int64_t give_up_ = kNotDue;
};

}  // namespace qorgan::sip
