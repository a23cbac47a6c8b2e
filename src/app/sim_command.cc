#include "app/sim_command.h"

#include <iostream>

#include "app/config.h"
#include "sim/sim.h"

namespace qorgan::app {
namespace {

constexpr std::uint16_t kSipPort = 5060;

// The switch behind the first trunk that has one: the one domestic switch that is played.
ip_endpoint domestic_switch(const config& settings) {
  for (const auto& trunk : settings.gateway.trunks) {
    if (!trunk.next_hops.empty()) return trunk.next_hops.front().at;
  }
  return {};
}

// Trunks that lead to another switch are somebody else's to play. A trunk's first source address is
// the one that is played.
std::vector<sim::trunk_seat> seats(const config& settings) {
  std::vector<sim::trunk_seat> out;
  const ip_endpoint played = domestic_switch(settings);
  for (const auto& trunk : settings.gateway.trunks) {
    if (trunk.sources.empty()) continue;  // it speaks no SIP
    if (!trunk.next_hops.empty() && trunk.next_hops.front().at != played) continue;
    sim::trunk_seat seat;
    seat.name = trunk.name;
    seat.source = trunk.sources.front().base;
    if (seat.source.port == 0) seat.source.port = kSipPort;
    seat.country = trunk.where.text();
    seat.kind = trunk.kind;
    seat.redirect = trunk.mode == gateway::trunk_mode::redirect;
    out.push_back(std::move(seat));
  }
  return out;
}

}  // namespace

int run_sim_command(const sim_command& command) {
  const auto settings = load_config(command.config_file);
  if (!settings) {
    std::cerr << to_text(settings.error());
    return 2;
  }
  if (!command.calls_path.empty()) {
    sim::file_options files;
    files.trunks = seats(*settings);
    files.calls_path = command.calls_path;
    files.labels_path = command.labels_path;
    files.rate = command.rate;
    files.days = command.days;
    files.seed = command.seed;
    return sim::write_traffic(files);
  }
  sim::sim_options options;
  options.centre = settings->gateway.listen.front().at;
  options.trunks = seats(*settings);
  options.domestic_switch = domestic_switch(*settings);
  options.rate = command.rate;
  options.speed = command.speed > 0 ? command.speed : settings->clock_speed;
  options.seed = command.seed;
  options.duration_s = command.duration_s;
  options.quiet = command.quiet;
  return sim::run_sim(options);
}

int run_simulate_command(const simulate_command& command) {
  const auto settings = load_config(command.config_file);
  if (!settings) {
    std::cerr << to_text(settings.error());
    return 2;
  }
  return sim::write_month({.trunks = seats(*settings),
                           .calls_path = command.calls_path,
                           .labels_path = command.labels_path,
                           .reports_path = command.reports_path,
                           .days = command.days,
                           .scale = command.scale,
                           .seed = command.seed,
                           .started_at = {}});
}

}  // namespace qorgan::app
