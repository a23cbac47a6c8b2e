#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "gateway/options.h"
#include "yaml/yaml_reader.h"

namespace qorgan::app {

/// "udp:192.0.2.1:5060"; the port defaults to 5060. Until TCP and TLS are carried, only udp.
std::expected<gateway::next_hop, std::string> parse_transport_address(std::string_view text);

/// One entry of `trunks:`. Mistakes go to `read`.
gateway::trunk_options read_trunk(yaml_reader& read, const YAML::Node& node);

}  // namespace qorgan::app
