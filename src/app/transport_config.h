#pragma once

#include <expected>
#include <string>
#include <string_view>

#include "gateway/options.h"
#include "yaml/yaml_reader.h"

namespace qorgan::app {

/// "udp:192.0.2.1:5060", "tcp:…", "tls:…"; the port defaults to 5060, of TLS to 5061.
std::expected<gateway::listen_address, std::string> parse_listen_address(std::string_view text);

/// The same with a host name in the address's place, and "sip:example.net" or "sips:example.net"
/// for whatever the domain's NAPTR and SRV records say (RFC 3263). A TLS address may be followed by
/// ";name=switch.example.net": whom its certificate has to name.
std::expected<gateway::next_hop, std::string> parse_next_hop(std::string_view text);

/// "sip.tls", "sip.streams" and "sip.resolver". Mistakes go to `read`.
void read_transports(yaml_reader& read, const YAML::Node& sip, gateway::gateway_options& out);

/// What one part of the configuration asks of another: TLS needs its files, a next hop needs a
/// listener of its transport, an identity belongs to one trunk.
void check_transports(yaml_reader& read, const YAML::Node& root,
                      const gateway::gateway_options& options);

/// "udp", "tcp", "tls".
std::string transport_word(gateway::transport over);

/// A domain name, in lower case; the error says what is wrong with it.
std::expected<std::string, std::string> parse_domain(std::string_view text);

}  // namespace qorgan::app
