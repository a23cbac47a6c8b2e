#include "app/watch_config.h"

#include <algorithm>

namespace qorgan::app {
namespace {

constexpr std::uint16_t kHepPort = 9060;

void read_listen(yaml_reader& read, const YAML::Node& watch, gateway::watch_options& out) {
  for (const std::string& text : read.texts(watch, "listen", {})) {
    const bool udp = text.starts_with("udp:");
    if (!udp && !text.starts_with("tcp:")) {
      read.fail(watch["listen"], "'" + text + "': expected udp:ADDRESS:PORT or tcp:ADDRESS:PORT");
      continue;
    }
    const auto at = parse_endpoint(std::string_view(text).substr(4), kHepPort);
    if (at) {
      out.listen.push_back({udp ? gateway::transport::udp : gateway::transport::tcp, *at});
    } else {
      read.fail(watch["listen"], at.error());
    }
  }
}

void read_sources(yaml_reader& read, const YAML::Node& watch, gateway::watch_options& out) {
  for (const std::string& text : read.texts(watch, "sources", {})) {
    const auto block = parse_block(text);
    if (block) {
      out.sources.push_back(*block);
    } else {
      read.fail(watch["sources"], block.error());
    }
  }
}

}  // namespace

void read_watch(yaml_reader& read, const YAML::Node& root, gateway::gateway_options& out) {
  const YAML::Node watch = read.section(root, "watch");
  read.only(watch, "watch", {"listen", "sources", "auth_key", "max_calls", "reorder_ms"});
  gateway::watch_options& to = out.watch;
  read_listen(read, watch, to);
  read_sources(read, watch, to);
  to.auth_key = read.text(watch, "auth_key", "");
  to.max_calls = read.whole(watch, "max_calls", to.max_calls, {1, 10'000'000});
  to.reorder_ms =
      static_cast<std::uint32_t>(read.whole(watch, "reorder_ms", to.reorder_ms, {0, 1'000}));
  const bool is_there = root["watch"].IsDefined();
  if (is_there && !watch["listen"].IsDefined()) {
    read.fail(root["watch"], "watch.listen must name at least one address");
  }
  if (is_there && !watch["sources"].IsDefined()) {
    read.fail(root["watch"], "watch.sources must name the capture agents; others are dropped");
  }
  const auto is_watched = [](const gateway::trunk_options& each) {
    return each.mode == gateway::trunk_mode::watch;
  };
  if (!is_there && std::ranges::any_of(out.trunks, is_watched)) {
    read.fail(root["trunks"], "a trunk has mode watch, but there is no section 'watch'");
  }
}

}  // namespace qorgan::app
