#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/ip_address.h"
#include "base/time.h"
#include "domain/call.h"

namespace qorgan::sim {

/// A trunk of the centre's configuration as the simulator plays it.
struct trunk_seat {
  std::string name;
  ip_endpoint source;   ///< the carrier's own address and port, bound by the simulator
  std::string country;  ///< ISO 3166-1 alpha-2 of the carrier
  trunk_kind kind = trunk_kind::international;
  bool redirect = false;  ///< the centre only answers a verdict; nothing rings behind it
};

struct sim_options {
  ip_endpoint centre;  ///< where INVITEs go
  std::vector<trunk_seat> trunks;
  ip_endpoint domestic_switch;  ///< bound by the simulator; next hop of the centre's trunks
  double rate = 4.0;            ///< call attempts per simulated second
  double speed = 1.0;           ///< simulated seconds in one real second; SIP timers stay real
  std::uint64_t seed = 1;
  double duration_s = 0;      ///< real seconds; 0: until SIGINT or SIGTERM
  double fraud_share = 0.22;  ///< of all attempts
  bool quiet = false;         ///< no line of figures every ten seconds
};

/// Plays the foreign carriers and the domestic switch until told to stop, then hangs up what is
/// still live. Returns the process's exit status: 0, or 1 with one line on standard error when an
/// address cannot be bound.
int run_sim(const sim_options& options);

struct file_options {
  std::vector<trunk_seat> trunks;
  std::string calls_path;   ///< call records, detection.md "Files"
  std::string labels_path;  ///< call_id,label,kind,campaign; "" for none
  double rate = 4.0;
  double days = 1.0;
  std::uint64_t seed = 1;
  double fraud_share = 0.22;
  timestamp started_at;  ///< kNever: 2026-03-01T00:00:00Z
};

/// The same traffic in fake time, written as call records and labels. 0, or 1 with one line on
/// standard error when a file cannot be written.
int write_traffic(const file_options& options);

struct month_options {
  std::vector<trunk_seat> trunks;  ///< at least one international
  std::string calls_path;          ///< call records, detection.md "Files"; required
  std::string labels_path;         ///< ground truth; "" for none
  std::string reports_path;        ///< what people and institutions report; "" for none
  int days = 30;
  double scale = 1.0;  ///< of the simulated country, 1: some 35,000 calls a day
  std::uint64_t seed = 1;
  timestamp started_at;  ///< kNever: 2026-03-01T00:00:00Z
};

/// A simulated country day by day in fake time (docs/simulation.md). One seed gives the same bytes.
/// 0, or 1 with one line on standard error when a file cannot be written.
int write_month(const month_options& options);

}  // namespace qorgan::sim
