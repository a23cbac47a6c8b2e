#pragma once

#include <cstdint>
#include <string>

namespace qorgan::app {

struct sim_command {
  std::string config_file;  ///< whose trunks are played
  double rate = 4.0;        ///< call attempts per simulated second
  double speed = 0;         ///< simulated seconds in a real one; 0: the configuration's clock.speed
  std::uint64_t seed = 1;
  double duration_s = 0;  ///< real seconds; 0: until told to stop
  bool quiet = false;
  std::string calls_path;  ///< not empty: write call records in fake time instead
  std::string labels_path;
  double days = 1.0;
};

/// `qorgan sim`: plays the carriers and the domestic switch of a configuration. Exit status.
int run_sim_command(const sim_command& command);

struct simulate_command {
  std::string config_file = "sim/month.yaml";  ///< whose trunks the calls come over
  std::string calls_path;
  std::string labels_path;
  std::string reports_path;
  int days = 30;
  double scale = 1.0;
  std::uint64_t seed = 1;
};

/// `qorgan simulate`: a simulated country in fake time, as call records, labels and reports. Exit
/// status.
int run_simulate_command(const simulate_command& command);

}  // namespace qorgan::app
