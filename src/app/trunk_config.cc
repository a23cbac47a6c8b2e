#include "app/trunk_config.h"

#include <algorithm>

#include "app/header_config.h"
#include "app/transport_config.h"

namespace qorgan::app {
namespace {

using gateway::identity_header;
using gateway::trunk_options;

country read_country(yaml_reader& read, const YAML::Node& map, const char* key, country otherwise) {
  const std::string text = read.text(map, key, std::string(otherwise.text()));
  const bool letters = text.size() == 2 && std::all_of(text.begin(), text.end(),
                                                       [](char c) { return c >= 'A' && c <= 'Z'; });
  if (letters) return country{text};
  read.fail(map[key].IsDefined() ? map[key] : map,
            std::string("'") + key + "' must be a country as two capital letters, such as KZ");
  return otherwise;
}

void read_sources(yaml_reader& read, const YAML::Node& node, trunk_options& out) {
  const auto sources = read.texts(node, "sources", {});
  const auto identities = read.texts(node, "tls_identities", {});
  for (const std::string& text : identities) {
    const auto domain = parse_domain(text);
    if (domain) {
      out.tls_identities.push_back(*domain);
    } else {
      read.fail(node["tls_identities"], domain.error());
    }
  }
  const bool is_known = !sources.empty() || !identities.empty();
  const bool speaks_sip = out.mode != gateway::trunk_mode::screen;
  if (!speaks_sip && is_known) {
    read.fail(node[sources.empty() ? "tls_identities" : "sources"],
              "trunk '" + out.name + "' is asked about over HTTP: no sources");
  }
  if (speaks_sip && !is_known) {
    read.fail(node, "trunk '" + out.name + "' has no sources and no tls_identities");
  }
  for (const std::string& text : sources) {
    const auto block = parse_block(text);
    if (block) {
      out.sources.push_back(*block);
    } else {
      read.fail(node["sources"], block.error());
    }
  }
}

void read_next_hops(yaml_reader& read, const YAML::Node& node, trunk_options& out) {
  for (const std::string& text : read.texts(node, "next_hops", {})) {
    const auto hop = parse_next_hop(text);
    if (hop) {
      out.next_hops.push_back(*hop);
    } else {
      read.fail(node["next_hops"], hop.error());
    }
  }
  if (out.next_hops.size() > gateway::kMostNextHops) {
    read.fail(node["next_hops"],
              "more than " + std::to_string(gateway::kMostNextHops) + " next hops");
  }
  if (out.mode == gateway::trunk_mode::proxy && out.next_hops.empty()) {
    read.fail(node, "trunk '" + out.name + "' is a proxy trunk and has no next_hops");
  }
}

void read_identity(yaml_reader& read, const YAML::Node& node, trunk_options& out) {
  const auto names = read.texts(node, "identity", {});
  if (!names.empty() || !out.headers.trusted) out.identity.clear();
  if (names.empty() && !out.headers.trusted) out.identity.push_back(identity_header::from);
  for (const std::string& name : names) {
    if (name == "p-asserted-identity") {
      out.identity.push_back(identity_header::p_asserted_identity);
    } else if (name == "remote-party-id") {
      out.identity.push_back(identity_header::remote_party_id);
    } else if (name == "from") {
      out.identity.push_back(identity_header::from);
    } else {
      read.fail(node["identity"],
                "'" + name + "' is not one of p-asserted-identity, remote-party-id, from");
    }
  }
  const bool asserted = std::ranges::any_of(
      out.identity, [](identity_header each) { return each != identity_header::from; });
  if (asserted && !out.headers.trusted) {
    read.fail(node["identity"],
              "headers.trusted is false: the identity can only be taken from 'from'");
  }
}

void read_answers(yaml_reader& read, const YAML::Node& node, gateway::answer_codes& out) {
  const YAML::Node answers = read.section(node, "answers");
  read.only(answers, "answers", {"pass", "alert", "label", "withhold", "divert", "block"});
  const auto code = [&](const char* key, std::uint16_t& value) {
    value = static_cast<std::uint16_t>(read.whole(answers, key, value, {300, 699}));
  };
  code("pass", out.pass);
  code("alert", out.alert);
  code("label", out.label);
  code("withhold", out.withhold);
  code("divert", out.divert);
  code("block", out.block);
  if (out.block == out.pass) {
    read.fail(node,
              "answers: block and pass have the same code, so a carrier cannot tell them apart");
  }
}

}  // namespace

gateway::trunk_options read_trunk(yaml_reader& read, const YAML::Node& node) {
  trunk_options out;
  read.only(node, "a trunk",
            {"name", "carrier", "country", "kind", "sources", "tls_identities", "mode",
             "enforcement", "identity", "dial_plan", "next_hops", "large_over_tcp", "answers",
             "headers", "label", "stir", "verstat", "max_calls_per_second", "max_live_calls"});
  out.name = read.text(node, "name", "");
  if (out.name.empty()) read.fail(node, "a trunk needs a name");
  out.id = trunk_id_of(out.name);
  out.carrier = read.text(node, "carrier", out.name);
  out.where = read_country(read, node, "country", country{"KZ"});
  out.kind = static_cast<trunk_kind>(
      read.choice(node, "kind", 0, {"international", "domestic", "roaming_hub"}));
  out.mode = static_cast<gateway::trunk_mode>(
      read.choice(node, "mode", 0, {"proxy", "redirect", "screen", "watch"}));
  // Nothing can be done to a watched call, so alerts are all that `enforce` means there.
  const std::size_t usual = out.mode == gateway::trunk_mode::watch ? 1 : 0;
  out.enforced = read.choice(node, "enforcement", usual, {"shadow", "enforce"}) == 0
                     ? enforcement::shadow
                     : enforcement::enforce;
  read_sources(read, node, out);
  out.headers = read_headers(read, node);
  read_identity(read, node, out);
  const YAML::Node plan = read.section(node, "dial_plan");
  read.only(plan, "dial_plan", {"country", "international", "national", "bare_international"});
  out.numbers.home = read_country(read, plan, "country", out.numbers.home);
  out.numbers.international = read.texts(plan, "international", out.numbers.international);
  out.numbers.national = read.texts(plan, "national", out.numbers.national);
  out.numbers.bare_international =
      read.flag(plan, "bare_international", out.numbers.bare_international);
  read_next_hops(read, node, out);
  out.large_over_tcp = read.flag(node, "large_over_tcp", out.large_over_tcp);
  read_answers(read, node, out.answers);
  out.passports.verify = read.flag(node, "stir", false);
  out.passports.verstat = read.flag(node, "verstat", false);
  out.max_calls_per_second =
      static_cast<std::uint32_t>(read.whole(node, "max_calls_per_second", 0, {0, 10'000'000}));
  out.max_live_calls =
      static_cast<std::uint32_t>(read.whole(node, "max_live_calls", 0, {0, 10'000'000}));
  return out;
}

}  // namespace qorgan::app
