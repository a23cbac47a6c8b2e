#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "domain/call.h"
#include "domain/desk_figures.h"
#include "domain/final_answers.h"
#include "domain/identity.h"
#include "domain/ids.h"
#include "domain/law_figures.h"
#include "domain/learning_figures.h"
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
  bool proxy = true;     ///< false: redirect, or …
  bool screen = false;   ///< … no SIP: asked about over HTTP, or …
  bool watched = false;  ///< … only seen in a mirror
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
  double calls_per_second = 0;  ///< over the last ten seconds
  final_answers answers;

  /// Network effectiveness ratio (ITU-T E.425), 0 to 1: of the calls the centre let through, those
  /// that were answered, found the callee busy, absent or unwilling, or were given up by the
  /// caller. What is left is failures of networks and equipment. Below 0: there were none to speak
  /// of.
  double effectiveness() const;
};

/// One next hop of a trunk.
struct next_hop_figures {
  std::string trunk;
  std::string address;
  bool up = true;
  timestamp since;
};

/// One address the centre listens on. Of UDP only the messages count.
struct transport_figures {
  std::string transport;  ///< "UDP", "TCP", "TLS"
  std::string address;
  std::uint64_t messages_in = 0;
  std::uint64_t messages_out = 0;
  std::uint64_t connections = 0;  ///< open now
  std::uint64_t accepted = 0;
  std::uint64_t opened = 0;              ///< by this side
  std::uint64_t connect_failures = 0;    ///< of those opened by this side
  std::uint64_t strangers = 0;           ///< closed at accept: no neighbour
  std::uint64_t turned_away = 0;         ///< closed at accept: too many
  std::uint64_t handshakes_refused = 0;  ///< no certificate, or not one of a neighbour
  std::uint64_t sessions_resumed = 0;
  std::uint64_t closed_slow = 0;  ///< a message or handshake took too long
  std::uint64_t closed_idle = 0;
  std::uint64_t closed_unread = 0;   ///< the other end did not read
  std::uint64_t closed_garbage = 0;  ///< no message could be found in what it sent
};

/// Calls followed in a mirror of their signalling (HEP).
struct watch_figures {
  bool configured = false;
  std::uint64_t packets = 0;      ///< HEP packets from known agents
  std::uint64_t messages = 0;     ///< SIP messages in them
  std::uint64_t strangers = 0;    ///< packets and connections from elsewhere, dropped
  std::uint64_t wrong_key = 0;    ///< packets without the configured key, dropped
  std::uint64_t old_version = 0;  ///< HEP 1 and 2, not accepted
  std::uint64_t malformed = 0;    ///< packets that are not understood
  std::uint64_t bad_sip = 0;      ///< SIP in them that is not understood
  std::uint64_t other = 0;        ///< other payloads, SIP outside of calls
  std::uint64_t clock_off = 0;    ///< the agent's time was not believed
  std::uint64_t no_room = 0;      ///< sorted too early because the window was full
  std::uint64_t connections = 0;  ///< open now
  std::uint64_t no_trunk = 0;     ///< INVITEs from an address that is no trunk's
  std::uint64_t own = 0;          ///< messages of calls the centre carries itself
  std::uint64_t mid_call = 0;     ///< messages of calls whose begin was not seen
  std::uint64_t calls = 0;        ///< followed since the process started
  std::uint64_t joined = 0;       ///< of them, calls a redirect trunk asked about
  std::uint64_t forgotten = 0;    ///< live ones that made room for others
  std::uint64_t timed_out = 0;    ///< calls whose end was not seen
  std::uint64_t live = 0;         ///< followed now
};

/// Calls that switches asked about over HTTP, as the call path counts them.
struct asked_figures {
  std::uint64_t calls = 0;         ///< new ones
  std::uint64_t repeated = 0;      ///< asked again: the same answer
  std::uint64_t news = 0;          ///< tellings of ringing, answer, end
  std::uint64_t unheard = 0;       ///< taken as ended because nothing was told
  std::uint64_t not_followed = 0;  ///< decided, but there was no room to follow them
  std::uint64_t live = 0;
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
  watch_figures watch;
  std::array<std::uint64_t, kPassportStatuses> passports{};  ///< calls by passport_status
  std::uint64_t parked = 0;           ///< INVITEs that wait for their PASSporT now
  std::uint64_t parked_timeouts = 0;  ///< … that had waited long enough
  std::uint64_t parked_refused = 0;   ///< … that could not wait: table full
  asked_figures asked;
  report_effects reports;
  model_comparison models;
  std::string policy_digest;
  std::vector<trunk_figures> trunks;
  std::vector<next_hop_figures> next_hops;
  std::vector<transport_figures> transports;
  std::string handshake_refusal;           ///< why the last one was refused, and from where
  timestamp certificate_expires_at;        ///< the centre's own; never: no TLS
  std::vector<std::string> name_troubles;  ///< next hops whose name was not found the last time
  std::vector<std::pair<std::string, std::uint64_t>> detector_hits;
  std::vector<std::pair<std::string, std::uint64_t>> rule_hits;
};

/// How long answers took, as counts up to each bound and beyond the last.
struct latency_histogram {
  static constexpr std::array<std::int64_t, 11> kBounds_us{
      250, 500, 1'000, 2'000, 5'000, 10'000, 25'000, 50'000, 100'000, 250'000, 500'000};
  std::array<std::uint64_t, kBounds_us.size() + 1> counts{};
  std::uint64_t sum_us = 0;

  void count(std::int64_t took_ns) {
    const std::int64_t us = took_ns / 1'000;
    std::size_t at = 0;
    while (at < kBounds_us.size() && us > kBounds_us[at]) ++at;
    ++counts[at];
    sum_us += static_cast<std::uint64_t>(us);
  }
  std::uint64_t total() const {
    std::uint64_t out = 0;
    for (const std::uint64_t each : counts) out += each;
    return out;
  }
  /// Bound below which at least this share of the answers came; 0 without any, twice the last bound
  /// when it lies beyond.
  std::int64_t percentile_us(double share) const {
    const std::uint64_t all = total();
    if (all == 0) return 0;
    std::uint64_t seen = 0;
    for (std::size_t i = 0; i < kBounds_us.size(); ++i) {
      seen += counts[i];
      if (static_cast<double>(seen) >= share * static_cast<double>(all)) return kBounds_us[i];
    }
    return 2 * kBounds_us.back();
  }
};

/// One that asks over HTTP.
struct asking_client_figures {
  std::string name;
  std::uint64_t asked = 0;
  std::uint64_t rate_limited = 0;
};

/// Questions of switches over HTTP (`POST /v1/screen`), as the server that takes them counts them.
/// A call that passes for want of an answer is in exactly one of no_record, late, no_answer and
/// queue_full.
struct screening_figures {
  bool enabled = false;
  std::uint64_t requests = 0;
  std::uint64_t answered = 0;      ///< questions, with 200
  std::uint64_t refused = 0;       ///< any other answer, of these …
  std::uint64_t bad_tokens = 0;    ///< … 401
  std::uint64_t rate_limited = 0;  ///< … 429
  std::uint64_t emergency = 0;     ///< passed at once
  std::uint64_t emergency_unrecorded =
      0;  ///< … of a trunk not named rightly, or the queue was full
  std::uint64_t no_record = 0;
  std::uint64_t late = 0;
  std::uint64_t no_answer = 0;
  std::uint64_t queue_full = 0;
  std::uint64_t answers_too_late = 0;  ///< came when nobody waited any more
  std::uint64_t waiting = 0;           ///< now
  std::uint64_t connections = 0;       ///< now
  latency_histogram latency;
  latency_histogram lately;  ///< of the last whole ten seconds
  std::vector<asking_client_figures> clients;
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
  screening_figures screening;
  report_door_figures reports;
  journal_figures journal;
  projection_figures projection;
  desk_figures desk;
  order_figures orders;
  audit_figures audit;
  bool verifies_passports = false;
  identity_figures identity;
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
