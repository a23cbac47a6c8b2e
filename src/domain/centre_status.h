#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "domain/call.h"
#include "domain/ids.h"
#include "domain/rejected.h"

namespace qorgan {

/// What the call path leaves out because it has fallen behind.
enum class load_stage : std::uint8_t {
  calm,        ///< nothing
  unscreened,  ///< calls pass that were not looked at
  refusing,    ///< … and the newest get 503
};
std::string_view to_string(load_stage value);

/// Figures of one trunk since the process started. A telephone engineer's words: ASR = answered /
/// attempts, ACD = talk time / answered, PDD = time from INVITE to ringing.
struct trunk_figures {
  trunk_id id;
  std::string name;
  std::string carrier;
  country where;
  trunk_kind kind = trunk_kind::international;
  enforcement mode = enforcement::shadow;
  bool proxy = true;  ///< false: redirect
  std::uint64_t attempts = 0;
  std::uint64_t passed = 0;
  std::uint64_t alerted = 0;
  std::uint64_t labelled = 0;
  std::uint64_t withheld = 0;
  std::uint64_t diverted = 0;
  std::uint64_t blocked = 0;
  std::uint64_t would_block = 0;  ///< shadow mode
  std::uint64_t emergency = 0;
  std::uint64_t unscreened = 0;
  std::uint64_t over_ceiling = 0;      ///< 503: its own ceilings
  std::uint64_t refused_overload = 0;  ///< 503: the centre had no time, not even to forward
  std::uint64_t answered = 0;
  std::uint64_t talk_time_ms = 0;
  std::uint64_t ringing = 0;             ///< calls that rang, with …
  std::uint64_t post_dial_delay_ms = 0;  ///< … the sum of their delays
  std::uint64_t live = 0;
  double calls_per_second = 0;               ///< over the last ten seconds
  std::array<std::uint64_t, 7> responses{};  ///< final answers by class, [4] = 4xx; [0] none
};

/// One next hop of a trunk.
struct next_hop_figures {
  std::string trunk;
  std::string address;
  bool up = true;
  timestamp since;
};

/// The SIP side as a whole.
struct gateway_figures {
  timestamp started_at;
  std::uint64_t datagrams_in = 0;
  std::uint64_t datagrams_out = 0;
  std::uint64_t malformed = 0;       ///< not understood
  std::uint64_t unknown_source = 0;  ///< refused, no state
  std::uint64_t retransmissions = 0;
  std::uint64_t transactions = 0;  ///< open now
  std::uint64_t live_calls = 0;
  std::uint64_t carried_over = 0;  ///< calls taken over from the process before
  bool draining = false;           ///< neighbours are told to send new calls elsewhere
  std::uint64_t decisions = 0;
  std::uint64_t not_enforced = 0;  ///< refusals that became passes: no record, no block
  load_stage load = load_stage::calm;
  timestamp load_since;               ///< of the stage; none while it was never left
  std::uint64_t receive_dropped = 0;  ///< datagrams the kernel threw away: a receive queue was full
  std::uint64_t drops_requested = 0;
  std::uint64_t drops_confirmed = 0;
  std::uint64_t drops_failed = 0;
  std::string policy_digest;
  std::vector<trunk_figures> trunks;
  std::vector<next_hop_figures> next_hops;
  std::vector<std::pair<std::string, std::uint64_t>> detector_hits;
  std::vector<std::pair<std::string, std::uint64_t>> rule_hits;
};

struct journal_figures {
  std::uint64_t appended = 0;
  std::uint64_t committed = 0;  ///< sequence number
  std::uint64_t lost = 0;       ///< queue full
  bool healthy = true;
  std::string trouble;  ///< in words, when not healthy
  timestamp trouble_since;
  std::uint64_t bytes = 0;  ///< of the file
};

struct projection_figures {
  std::uint64_t position = 0;  ///< last journal sequence number in the store
  bool healthy = true;
  std::string trouble;
};

/// Everything the health page, `/metrics`, `/healthz` and `/readyz` tell.
struct centre_status {
  timestamp now;
  std::string version;
  std::string node;
  gateway_figures gateway;
  journal_figures journal;
  projection_figures projection;
  std::string store;  ///< "SQLite 3.40.1", "PostgreSQL 15.8"
  bool demonstration = false;
};

/// Gathered on demand; safe from any thread.
class status_source {
 public:
  virtual ~status_source() = default;
  virtual centre_status status() const = 0;
  virtual rejected_report rejected() const = 0;
};

}  // namespace qorgan
