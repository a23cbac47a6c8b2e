#include "app/desk_config.h"

#include <iomanip>
#include <ostream>

namespace qorgan::app {
namespace {

constexpr std::int64_t kLongest_s = 7 * 86'400;

void read_limit(yaml_reader& read, const YAML::Node& pair, const std::string& what,
                casework::limit_pair& out) {
  if (!pair.IsDefined()) return;
  if (!pair.IsSequence() || pair.size() != 2) {
    read.fail(pair, what + " must be [amber, red] in seconds");
    return;
  }
  const auto amber = read.integer(pair[0], what + " (amber)", 1, kLongest_s);
  const auto red = read.integer(pair[1], what + " (red)", 1, kLongest_s);
  if (!amber || !red) return;
  if (*amber > *red) {
    read.fail(pair, what + ": amber must not be later than red");
    return;
  }
  out = {*amber, *red};
}

void read_limits(yaml_reader& read, const YAML::Node& desk, casework::desk_limits& out) {
  const YAML::Node limits = read.section(desk, "limits");
  read.only(limits, "desk.limits", {"low", "medium", "high", "urgent"});
  for (unsigned level = 0; level < kDeskLevels; ++level) {
    const std::string name{to_string(static_cast<desk_level>(level))};
    const YAML::Node of_level = read.section(limits, name.c_str());
    read.only(of_level, "desk.limits." + name, {"claim", "act", "outcome", "acknowledge"});
    for (unsigned clock = 0; clock < casework::kDeskClocks; ++clock) {
      const std::string which{casework::to_string(static_cast<casework::desk_clock>(clock))};
      const YAML::Node pair = of_level.IsMap() ? of_level[which] : YAML::Node{};
      if (of_level.IsMap()) {
        read_limit(read, pair, "desk.limits." + name + "." + which, out.of[clock][level]);
      }
    }
  }
}

}  // namespace

void read_desk(yaml_reader& read, const YAML::Node& root, casework::desk_options& out) {
  const YAML::Node desk = read.section(root, "desk");
  read.only(desk, "desk", {"lease_s", "shelf_longest_s", "abandoned_s", "flood_alerts", "limits"});
  const auto seconds = [&](const char* key, std::uint32_t& value, double least, double most) {
    value = static_cast<std::uint32_t>(read.whole(desk, key, value, {least, most}));
  };
  seconds("lease_s", out.lease_s, 10, 3'600);
  seconds("shelf_longest_s", out.shelf_longest_s, 60, 604'800);
  seconds("abandoned_s", out.abandoned_s, 600, 2'592'000);
  out.flood_alerts =
      static_cast<unsigned>(read.whole(desk, "flood_alerts", out.flood_alerts, {1, 10'000}));
  read_limits(read, desk, out.limits);
}

void print_desk(const casework::desk_options& desk, std::ostream& out) {
  out << "\nDesk, amber/red in seconds; a claim is held for " << desk.lease_s << " s\n"
      << std::left << std::setw(10) << "";
  for (unsigned clock = 0; clock < casework::kDeskClocks; ++clock) {
    out << std::setw(14) << casework::to_string(static_cast<casework::desk_clock>(clock));
  }
  out << "\n";
  for (unsigned level = kDeskLevels; level-- > 0;) {
    out << std::setw(10) << to_string(static_cast<desk_level>(level));
    for (unsigned clock = 0; clock < casework::kDeskClocks; ++clock) {
      const casework::limit_pair& limit = desk.limits.of[clock][level];
      out << std::setw(14) << std::to_string(limit.amber_s) + "/" + std::to_string(limit.red_s);
    }
    out << "\n";
  }
}

}  // namespace qorgan::app
