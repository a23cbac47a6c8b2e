#pragma once

#include <string>
#include <string_view>

#include "bench/load/wire.h"
#include "sip/message.h"

namespace qorgan::load {

/// The phones behind the next hop: every INVITE rings and is answered at once, everything else is
/// agreed to.
class called_side {
 public:
  explicit called_side(wire socket);

  /// Answers what has arrived; false when nothing had.
  bool work();
  const wire& line() const { return socket_; }

 private:
  void answer(const net::datagram& one);
  void respond(const net::datagram& one, std::uint16_t status, std::string_view body);

  wire socket_;
  std::string contact_;
  sip::message m_;
};

}  // namespace qorgan::load
