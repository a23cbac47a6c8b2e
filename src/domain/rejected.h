#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/ip_address.h"
#include "base/time.h"

namespace qorgan {

/// Why a message was turned away at the door.
enum class rejection : std::uint8_t {
  malformed,  ///< not understood; the reason is the fault's name
  stranger,   ///< from an address that is no neighbour's
  ceiling,    ///< beyond a trunk's own ceilings
  overload,   ///< the newest calls under overload
  draining,   ///< new calls, where the configuration wants that
  tls,        ///< no handshake, or not the identity of a neighbour
  hep,        ///< a mirror nobody declared
};
std::string_view to_string(rejection value);

/// One of them. `head` is what it began with, as it came: bytes of any kind, numbers in clear.
/// Whoever shows it masks it.
struct rejected_message {
  timestamp at;
  ip_endpoint source;
  std::uint32_t bytes = 0;  ///< of the whole message
  std::string head;
};

/// All of one kind and reason since the process started, and the newest of them.
struct rejected_kind {
  rejection kind = rejection::malformed;
  std::string reason;
  std::uint64_t count = 0;
  std::vector<rejected_message> newest;  ///< newest first
};

/// A stranger: one address, whatever port it sends from.
struct stranger_figures {
  ip_endpoint address;  ///< port of the newest message
  std::uint64_t count = 0;
  timestamp first;
  timestamp last;
  std::string head;  ///< of the newest message, as it came
};

struct rejected_report {
  std::vector<rejected_kind> kinds;
  std::vector<stranger_figures> strangers;  ///< most messages first
};

}  // namespace qorgan
