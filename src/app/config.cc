#include "app/config.h"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "app/desk_config.h"
#include "app/screening.h"
#include "app/stir_config.h"
#include "app/transport_config.h"
#include "app/trunk_config.h"
#include "app/watch_config.h"
#include "yaml/yaml_reader.h"

namespace qorgan::app {
namespace {

void read_sip(yaml_reader& read, const YAML::Node& root, config& all) {
  gateway::gateway_options& out = all.gateway;
  const YAML::Node sip = read.section(root, "sip");
  read.only(
      sip, "sip",
      {"listen", "refusal_url", "ring_timeout_ms", "commit_patience_ms", "teardown_timeout_ms",
       "next_hop_ping_ms", "max_call_duration_ms", "max_live_calls", "max_transactions", "tls",
       "streams", "resolver", "overload_wait_ms", "drain_limit_ms", "drain_refuses_calls"});
  const auto listen = read.texts(sip, "listen", {});
  if (listen.empty()) read.fail(root, "sip.listen must name at least one address");
  for (const std::string& text : listen) {
    const auto where = parse_listen_address(text);
    if (!where) {
      read.fail(sip["listen"], where.error());
      continue;
    }
    out.listen.push_back(*where);
  }
  out.refusal_url = read.text(sip, "refusal_url", out.refusal_url);
  const auto limit = [&](const char* key, auto& value, double least, double most) {
    using number = std::remove_reference_t<decltype(value)>;
    value = static_cast<number>(read.whole(sip, key, value, {least, most}));
  };
  limit("ring_timeout_ms", out.ring_timeout_ms, 1'000, 3'600'000);
  limit("commit_patience_ms", out.commit_patience_ms, 1, 60'000);
  limit("teardown_timeout_ms", out.teardown_timeout_ms, 100, 60'000);
  limit("next_hop_ping_ms", out.next_hop_ping_ms, 0, 3'600'000);
  limit("max_call_duration_ms", out.max_call_duration_ms, 60'000, 604'800'000);
  limit("overload_wait_ms", out.overload_wait_ms, 1, 10'000);
  limit("drain_limit_ms", all.drain_limit_ms, 0, 86'400'000);
  out.drain_refuses_calls = read.flag(sip, "drain_refuses_calls", out.drain_refuses_calls);
  limit("max_live_calls", out.max_live_calls, 1, 10'000'000);
  limit("max_transactions", out.max_transactions, 1, 10'000'000);
  read_transports(read, sip, out);
}

void read_trunks(yaml_reader& read, const YAML::Node& root, gateway::gateway_options& out) {
  const YAML::Node trunks = root["trunks"];
  if (!trunks.IsDefined() || !trunks.IsSequence() || trunks.size() == 0) {
    read.fail(trunks.IsDefined() ? trunks : root, "trunks must be a list of at least one trunk");
    return;
  }
  if (trunks.size() > limits::kTrunks) {
    read.fail(trunks, "more than " + std::to_string(limits::kTrunks) + " trunks");
  }
  for (const auto& node : trunks) {
    if (!node.IsMap()) {
      read.fail(node, "a trunk is a section of key: value lines");
      continue;
    }
    gateway::trunk_options trunk = read_trunk(read, node);
    for (const auto& other : out.trunks) {
      if (other.name == trunk.name) {
        read.fail(node, "trunk '" + trunk.name + "' is named twice");
      } else if (other.id == trunk.id) {
        read.fail(node, "trunks '" + trunk.name + "' and '" + other.name +
                            "' have the same internal id; rename one of them");
      }
    }
    out.trunks.push_back(std::move(trunk));
  }
}

void read_console(yaml_reader& read, const YAML::Node& root, config& out) {
  const YAML::Node console = read.section(root, "console");
  read.only(console, "console", {"listen"});
  const std::string text = read.text(console, "listen", "127.0.0.1:8080");
  const auto at = parse_endpoint(text, 8080);
  if (at) {
    out.console = *at;
  } else {
    read.fail(console["listen"], at.error());
  }
}

void read_rest(yaml_reader& read, const YAML::Node& root, config& out) {
  out.node = read.text(root, "node", out.node);
  out.demonstration = read.flag(root, "demonstration", false);
  out.realtime = read.flag(root, "realtime", false);
  const YAML::Node clock = read.section(root, "clock");
  read.only(clock, "clock", {"speed"});
  out.clock_speed = read.number(clock, "speed", 1.0, {0.1, 3600});
  const YAML::Node engine = read.section(root, "engine");
  read.only(engine, "engine", {"memory_mb"});
  out.engine.memory_bytes = read.whole(engine, "memory_mb", 256, {16, 1'048'576}) << 20;
  const YAML::Node journal = read.section(root, "journal");
  read.only(journal, "journal", {"sync"});
  out.sync = read.choice(journal, "sync", 1, {"normal", "full"}) == 0 ? journal::sync_mode::normal
                                                                      : journal::sync_mode::full;
  const YAML::Node store = read.section(root, "store");
  read.only(store, "store", {"url"});
  out.store_url = read.text(store, "url", out.store_url);
  if (out.store_url != "sqlite" && !out.store_url.starts_with("sqlite:") &&
      !out.store_url.starts_with("postgresql:")) {
    read.fail(store["url"], "store.url must be sqlite, sqlite:FILE or postgresql://…");
  }
  const YAML::Node reports = read.section(root, "reports");
  read.only(reports, "reports", {"per_second"});
  out.reports_per_second =
      static_cast<std::uint32_t>(read.whole(reports, "per_second", 20, {1, 10'000}));
  const YAML::Node log = read.section(root, "log");
  read.only(log, "log", {"level"});
  constexpr std::array<const char*, 4> kLevels{"debug", "info", "warn", "error"};
  out.log_level = kLevels[read.choice(log, "level", 1, {"debug", "info", "warn", "error"})];
  const std::string policy = read.text(root, "policy", "");
  if (policy.empty()) {
    read.fail(root, "policy must name the policy file");
  } else {
    out.policy_file = beside(out.file, policy);
  }
  const std::string law = read.text(root, "legal_bases", "");
  if (!law.empty()) out.legal_bases_file = beside(out.file, law);
}

}  // namespace

std::string beside(const std::string& file, const std::string& path) {
  const std::filesystem::path target(path);
  if (target.is_absolute()) return path;
  return (std::filesystem::path(file).parent_path() / target).lexically_normal().string();
}

std::expected<std::string, std::string> read_file(const std::string& path) {
  std::error_code error;
  if (std::filesystem::is_directory(path, error)) return std::unexpected("is a folder, not a file");
  std::ifstream in(path, std::ios::binary);
  if (!in) return std::unexpected(std::string(std::strerror(errno)));
  std::ostringstream text;
  text << in.rdbuf();
  if (!in && !in.eof()) return std::unexpected("cannot be read");
  return text.str();
}

read_config read_config_file(const std::string& path) {
  const auto text = read_file(path);
  if (text) return read_config_text(*text, path);
  read_config out;
  out.settings.file = path;
  out.mistakes.push_back({path, 0, text.error()});
  return out;
}

read_config read_config_text(const std::string& text, const std::string& path) {
  read_config out;
  out.settings.file = path;
  yaml_reader read(path, out.mistakes);
  const auto root = read.parse(text);
  if (!root) return out;
  if (!root->IsMap()) {
    out.mistakes.push_back({path, 1, "the file must hold key: value sections"});
    return out;
  }
  try {
    read.only(*root, "the configuration",
              {"node", "demonstration", "realtime", "clock", "sip", "trunks", "stir", "engine",
               "policy", "legal_bases", "journal", "store", "console", "screen", "log", "watch",
               "reports", "desk"});
    read_sip(read, *root, out.settings);
    read_trunks(read, *root, out.settings.gateway);
    gateway::tls_files& tls = out.settings.gateway.tls;
    for (std::string* file : {&tls.certificate, &tls.key, &tls.authorities}) {
      if (!file->empty()) *file = beside(path, *file);
    }
    check_transports(read, *root, out.settings.gateway);
    read_watch(read, *root, out.settings.gateway);
    read_stir(read, *root, out.settings);
    if ((*root)["trunks"].IsDefined()) out.settings.trunks_text = YAML::Dump((*root)["trunks"]);
    read_console(read, *root, out.settings);
    read_screen(read, *root, out.settings);
    read_desk(read, *root, out.settings.desk);
    read_rest(read, *root, out.settings);
  } catch (const YAML::Exception& error) {  // a tree the readers did not expect
    out.mistakes.push_back({path, error.mark.line + 1, error.msg});
  }
  return out;
}

std::expected<config, config_errors> load_config(const std::string& path) {
  read_config read = read_config_file(path);
  if (!read.mistakes.empty()) return std::unexpected(std::move(read.mistakes));
  return std::move(read.settings);
}

read_bundle read_policy_files(const std::string& policy_file) {
  read_bundle out{{.file = policy_file, .yaml = {}, .lists = {}}, {}};
  auto text = read_file(policy_file);
  if (!text) {
    out.mistakes.push_back({policy_file, 0, text.error()});
    return out;
  }
  out.bundle.yaml = std::move(*text);
  for (const auto& [name, path] : engine::lists_of(out.bundle.yaml)) {
    const std::string file = beside(policy_file, path);
    if (name == engine::kChallengerPart && !std::filesystem::exists(file)) continue;
    auto list = read_file(file);
    if (!list) {
      const std::string what = name == engine::kModelPart ? "model" : "list '" + name + "'";
      out.mistakes.push_back({policy_file, 0, what + ", " + file + ": " + list.error()});
    }
    out.bundle.lists.push_back({name, file, std::move(list).value_or("")});
  }
  return out;
}

std::expected<engine::policy_bundle, config_errors> read_policy(const std::string& policy_file) {
  read_bundle read = read_policy_files(policy_file);
  if (!read.mistakes.empty()) return std::unexpected(std::move(read.mistakes));
  return std::move(read.bundle);
}

std::string to_text(const config_errors& errors) {
  std::string out;
  for (const config_error& error : errors) {
    out += error.file;
    if (error.line > 0) out += ":" + std::to_string(error.line);
    out += ": " + error.message + "\n";
  }
  return out;
}

}  // namespace qorgan::app
