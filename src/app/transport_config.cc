#include "app/transport_config.h"

#include <algorithm>
#include <charconv>

#include "gateway/certificates.h"
#include "gateway/locate.h"

namespace qorgan::app {
namespace {

using gateway::next_hop;
using gateway::transport;

constexpr std::size_t kMostHops = 32;  // of one trunk; a name counts as kPlacesPerName

struct scheme {
  std::string_view prefix;
  transport over;
  bool any_transport;
};
constexpr scheme kSchemes[] = {{"udp:", transport::udp, false},
                               {"tcp:", transport::tcp, false},
                               {"tls:", transport::tls, false},
                               {"sips:", transport::tls, false},
                               {"sip:", transport::udp, true}};

std::uint16_t default_port(transport over) {
  return over == transport::tls ? 5061 : 5060;
}

/// "example.net" or "example.net:5060"; port 0: none given.
std::expected<next_hop, std::string> parse_named(std::string_view text, const scheme& by) {
  next_hop out;
  out.over = by.over;
  out.any_transport = by.any_transport;
  const std::size_t colon = text.find(':');
  const auto host = parse_domain(text.substr(0, colon));
  if (!host) return std::unexpected(host.error());
  out.host = *host;
  out.tls_name = *host;
  if (colon == std::string_view::npos) return out;
  const std::string_view port = text.substr(colon + 1);
  const auto [end, error] = std::from_chars(port.data(), port.data() + port.size(), out.at.port);
  if (error != std::errc{} || end != port.data() + port.size() || out.at.port == 0) {
    return std::unexpected("'" + std::string(port) + "' is not a port");
  }
  out.any_transport = false;  // RFC 3263 §4.1: with a port, UDP unless the scheme says otherwise
  return out;
}

bool is_there(const gateway::gateway_options& options, transport over, bool is_v4) {
  return std::ranges::any_of(options.listen, [&](const gateway::listen_address& one) {
    return one.over == over && one.at.is_v4() == is_v4;
  });
}

void check_next_hops(yaml_reader& read, const YAML::Node& node,
                     const gateway::gateway_options& options, const gateway::trunk_options& trunk) {
  std::size_t places = 0;
  for (const next_hop& hop : trunk.next_hops) {
    places += hop.host.empty() ? 1 : gateway::kPlacesPerName;
    const bool there = hop.host.empty() ? is_there(options, hop.over, hop.at.is_v4())
                                        : hop.any_transport || is_there(options, hop.over, true) ||
                                              is_there(options, hop.over, false);
    if (there) continue;
    const std::string family = !hop.host.empty() ? "" : hop.at.is_v4() ? " IPv4" : " IPv6";
    read.fail(node["next_hops"], "trunk '" + trunk.name + "' has a next hop over " +
                                     transport_word(hop.over) + ", but sip.listen has no" + family +
                                     " address of it");
  }
  if (places > kMostHops) {
    read.fail(node["next_hops"], "trunk '" + trunk.name + "' has too many next hops: at most 32, " +
                                     "and a host name counts as 8");
  }
}

}  // namespace

std::string transport_word(transport over) {
  switch (over) {
    case transport::udp: return "udp";
    case transport::tcp: return "tcp";
    case transport::tls: return "tls";
  }
  return "";
}

std::expected<std::string, std::string> parse_domain(std::string_view text) {
  std::string out(text);
  bool good = !out.empty() && out.size() <= 253;
  std::size_t label = 0;
  for (std::size_t i = 0; i < out.size(); ++i) {
    char& c = out[i];
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + ('a' - 'A'));
    const bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    if (c == '.') {
      good = good && label > 0 && out[i - 1] != '-';
      label = 0;
      continue;
    }
    good = good && (letter || (c == '-' && label > 0)) && ++label <= 63;
  }
  if (good && label > 0 && out.back() != '-') return out;
  return std::unexpected("'" + std::string(text) + "' is not a host name");
}

std::expected<gateway::listen_address, std::string> parse_listen_address(std::string_view text) {
  for (const scheme& by : kSchemes) {
    if (by.any_transport || by.prefix == "sips:" || !text.starts_with(by.prefix)) continue;
    const auto at = parse_endpoint(text.substr(by.prefix.size()), default_port(by.over));
    if (!at) return std::unexpected(at.error());
    return gateway::listen_address{by.over, *at};
  }
  return std::unexpected("'" + std::string(text) +
                         "': expected udp:, tcp: or tls: and ADDRESS:PORT");
}

std::expected<next_hop, std::string> parse_next_hop(std::string_view text) {
  constexpr std::string_view kName = ";name=";
  const std::string whole(text);
  const auto by = std::ranges::find_if(
      kSchemes, [&](const scheme& one) { return text.starts_with(one.prefix); });
  if (by == std::end(kSchemes)) {
    return std::unexpected("'" + whole +
                           "': expected udp:, tcp:, tls: and ADDRESS:PORT or a host name, or "
                           "sip:DOMAIN");
  }
  text.remove_prefix(by->prefix.size());
  std::string name;
  if (const std::size_t at = text.find(kName); at != std::string_view::npos) {
    const auto domain = parse_domain(text.substr(at + kName.size()));
    if (!domain) return std::unexpected(domain.error());
    if (by->over != transport::tls) {
      return std::unexpected("'" + whole + "': ;name= belongs to tls");
    }
    name = *domain;
    text = text.substr(0, at);
  }
  next_hop out;
  if (const auto at = parse_endpoint(text, default_port(by->over))) {
    out.over = by->over;
    out.at = *at;
  } else {
    auto named = parse_named(text, *by);
    if (!named) return std::unexpected("'" + whole + "': " + named.error());
    out = std::move(*named);
  }
  if (!name.empty()) out.tls_name = name;
  return out;
}

void read_transports(yaml_reader& read, const YAML::Node& sip, gateway::gateway_options& out) {
  const YAML::Node tls = read.section(sip, "tls");
  read.only(tls, "sip.tls", {"certificate", "key", "authorities"});
  out.tls.certificate = read.text(tls, "certificate", "");
  out.tls.key = read.text(tls, "key", "");
  out.tls.authorities = read.text(tls, "authorities", "");

  const YAML::Node streams = read.section(sip, "streams");
  read.only(streams, "sip.streams",
            {"max_connections", "max_connections_per_source", "message_timeout_ms",
             "connect_timeout_ms", "handshake_timeout_ms", "idle_timeout_ms", "keep_alive_ms",
             "stuck_timeout_ms", "output_kb", "max_handshakes", "handshakes_per_second"});
  gateway::stream_options& limits = out.streams;
  const auto limit = [&](const char* key, std::uint32_t& value, double least, double most) {
    value = static_cast<std::uint32_t>(read.whole(streams, key, value, {least, most}));
  };
  limit("max_connections", limits.max_connections, 1, 65'535);
  limit("max_connections_per_source", limits.max_connections_per_source, 1, 65'535);
  limit("message_timeout_ms", limits.message_timeout_ms, 100, 600'000);
  limit("connect_timeout_ms", limits.connect_timeout_ms, 100, 60'000);
  limit("handshake_timeout_ms", limits.handshake_timeout_ms, 100, 60'000);
  limit("idle_timeout_ms", limits.idle_timeout_ms, 1'000, 86'400'000);
  limit("keep_alive_ms", limits.keep_alive_ms, 0, 3'600'000);
  limit("stuck_timeout_ms", limits.stuck_timeout_ms, 100, 600'000);
  limits.output_bytes = read.whole(streams, "output_kb", limits.output_bytes >> 10, {128, 1 << 20})
                        << 10;
  limit("max_handshakes", limits.max_handshakes, 1, 65'535);
  limit("handshakes_per_second", limits.handshakes_per_second, 1, 100'000);

  const YAML::Node resolver = read.section(sip, "resolver");
  read.only(resolver, "sip.resolver", {"server", "patience_ms"});
  if (const std::string text = read.text(resolver, "server", ""); !text.empty()) {
    const auto at = parse_endpoint(text, 53);
    if (at && at->is_v4()) {
      out.resolver.server = *at;
    } else {
      read.fail(resolver["server"],
                at ? "sip.resolver.server must be an IPv4 address" : at.error());
    }
  }
  out.resolver.patience_ms = static_cast<std::uint32_t>(
      read.whole(resolver, "patience_ms", out.resolver.patience_ms, {1'000, 30'000}));
}

void check_transports(yaml_reader& read, const YAML::Node& root,
                      const gateway::gateway_options& options) {
  const YAML::Node sip = root["sip"];
  const bool has_files = !options.tls.certificate.empty() && !options.tls.key.empty() &&
                         !options.tls.authorities.empty();
  const bool listens =
      is_there(options, transport::tls, true) || is_there(options, transport::tls, false);
  if (listens && !has_files) {
    read.fail(sip["listen"], "TLS needs sip.tls with certificate, key and authorities");
  } else if (has_files) {
    const auto usable = gateway::check_certificates(options.tls);
    if (!usable) read.fail(sip["tls"], usable.error());
  }
  const YAML::Node trunks = root["trunks"];
  for (std::size_t i = 0; i < options.trunks.size(); ++i) {
    const gateway::trunk_options& trunk = options.trunks[i];
    check_next_hops(read, trunks[i], options, trunk);
    if (!trunk.tls_identities.empty() && !listens) {
      read.fail(trunks[i]["tls_identities"],
                "tls_identities are for TLS, but sip.listen has no tls address");
    }
    for (std::size_t j = 0; j < i; ++j) {
      for (const std::string& name : trunk.tls_identities) {
        if (std::ranges::find(options.trunks[j].tls_identities, name) ==
            options.trunks[j].tls_identities.end()) {
          continue;
        }
        read.fail(trunks[i]["tls_identities"], "'" + name + "' is an identity of trunk '" +
                                                   options.trunks[j].name + "' already");
      }
    }
  }
}

}  // namespace qorgan::app
