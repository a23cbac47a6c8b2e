#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <queue>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "sim/endpoint/callee_leg.h"
#include "sim/endpoint/caller_leg.h"
#include "sim/sim.h"
#include "sim/traffic/traffic.h"

namespace qorgan::sim {

/// What became of the calls so far, as the carriers and the domestic switch saw it.
struct call_figures {
  std::uint64_t placed = 0;
  std::uint64_t rang = 0;  ///< INVITEs that reached the domestic switch
  std::uint64_t answered = 0;
  std::uint64_t stopped = 0;     ///< 603, 607, 608 from the centre
  std::uint64_t redirected = 0;  ///< verdicts of a redirect trunk other than a refusal
  std::uint64_t refused = 0;     ///< other final answers: busy, no answer, 4xx, 5xx
  std::uint64_t cancelled = 0;
  std::uint64_t timed_out = 0;
  std::uint64_t dropped = 0;  ///< ended by a BYE neither side's script asked for
  std::uint64_t fraud_placed = 0;
  std::uint64_t fraud_stopped = 0;
  std::uint64_t emergency_placed = 0;
  std::uint64_t emergency_stopped = 0;  ///< must stay 0
  std::uint64_t repeated = 0;           ///< datagrams the endpoints had to send again
  std::uint64_t malformed = 0;
};

/// All carriers and the domestic switch, without sockets: calls are placed when their time comes,
/// datagrams go in by seat, datagrams to send come out by seat. A seat is an index into the
/// trunks; the one behind the last is the domestic switch.
class switchboard {
 public:
  explicit switchboard(const sim_options& options);

  void receive(std::size_t seat, std::string_view bytes, const ip_endpoint& peer, moment now);
  /// Places the calls that are due and runs timers.
  void tick(moment now);
  /// No new calls from here on; live ones are hung up.
  void close(moment now);
  /// When `tick` has something to do.
  moment next_due() const;
  /// Calls that have not ended on both sides.
  std::size_t live() const;

  std::size_t seats() const { return outboxes_.size(); }
  /// Datagrams to send from this seat; the driver clears it.
  outbox& to_send(std::size_t seat) { return outboxes_[seat]; }
  const call_figures& figures() const { return figures_; }

 private:
  struct call {
    planned_call plan;
    std::optional<caller_leg> caller;
    std::optional<callee_leg> callee;
    bool counted = false;
    bool answer_counted = false;
    unsigned repeats_counted = 0;
  };
  struct due {
    moment at;
    std::string call_id;
    bool operator>(const due& other) const { return at > other.at; }
  };
  struct entry {
    call what;
    moment scheduled = kOff;
  };

  void place(planned_call plan, moment now);
  entry& stray_call(const std::string& call_id);
  void ring(entry& e, const sip::message& m);
  void run_due(moment now);
  void schedule(const std::string& call_id, entry& e, moment now);
  void count(call& c);
  moment real(duration simulated) const;

  sim_options options_;
  traffic traffic_;
  dice dice_;
  bool closed_ = false;
  std::vector<outbox> outboxes_;
  std::unordered_map<std::string, entry> calls_;
  std::priority_queue<due, std::vector<due>, std::greater<>> timers_;
  call_figures figures_;
  std::unique_ptr<sip::message> parsed_ = std::make_unique<sip::message>();
};

}  // namespace qorgan::sim
