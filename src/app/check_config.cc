#include "app/check_config.h"

#include <array>
#include <iomanip>
#include <ostream>

#include "app/desk_config.h"
#include "app/header_config.h"
#include "app/law_config.h"
#include "app/transport_config.h"

namespace qorgan::app {
namespace {

/// Which trunks verify PASSporTs, with what, and how long a call may wait for it.
void print_stir(const config& settings, std::ostream& out) {
  if (!settings.verifies) {
    out << "PASSporTs are not verified on any trunk.\n";
    return;
  }
  out << "PASSporTs are verified on";
  const char* before = " ";
  for (const auto& trunk : settings.gateway.trunks) {
    if (!trunk.passports.verify) continue;
    out << before << trunk.name << (trunk.passports.verstat ? " (verstat)" : "");
    before = ", ";
  }
  out << ": " << settings.stir.trust_anchors.size() << " file(s) of roots, "
      << settings.stir.crls.size() << " of revocations, " << settings.stir.fetch.hosts.size()
      << " host(s); an INVITE waits at most " << settings.gateway.identity_wait_ms << " ms.\n";
}

void print_table(const config& settings, std::ostream& out) {
  const auto column = [&](const std::string& text, int width) -> std::ostream& {
    return out << std::left << std::setw(width) << text;
  };
  out << "\n";
  column("trunk", 20) << ' ';
  column("kind", 14) << ' ';
  column("mode", 9) << ' ';
  column("verdicts", 8) << "  pass alert label withhold divert block\n";
  for (const auto& trunk : settings.gateway.trunks) {
    const bool proxy = trunk.mode == gateway::trunk_mode::proxy;
    const bool watch = trunk.mode == gateway::trunk_mode::watch;
    const auto code = [&](std::uint16_t value, bool always) {
      return always || !proxy ? std::to_string(value) : std::string("fwd");
    };
    column(trunk.name, 20) << ' ';
    column(std::string(to_string(trunk.kind)), 14) << ' ';
    constexpr std::array kModes{"proxy", "redirect", "screen", "watch"};
    column(kModes[static_cast<std::size_t>(trunk.mode)], 9) << ' ';
    if (watch) {
      out << (trunk.enforced == enforcement::enforce ? "alerts" : "shadow") << "\n";
      continue;
    }
    column(std::string(to_string(trunk.enforced)), 8) << "  ";
    column(code(trunk.answers.pass, false), 5);
    column(code(trunk.answers.alert, false), 6);
    column(code(trunk.answers.label, false), 6);
    column(code(trunk.answers.withhold, false), 9);
    column(code(trunk.answers.divert, false), 7);
    out << code(trunk.answers.block, true) << "\n";
  }
  out << "\nfwd: forwarded to the next hop. Strangers are answered 403.\n";
  print_stir(settings, out);
  if (settings.screen.enabled) {
    out << "Questions over HTTP: http://" << to_string(settings.screen.listen)
        << "/v1/screen, answered within " << settings.screen.patience_ms << " ms.\n";
  }
  out << "Reports: " << settings.reports_per_second << " a second of each source.\n";
  out << "\nHeader fields\n";
  for (const auto& trunk : settings.gateway.trunks) print_headers(trunk, out);
}

void print_transports(const config& settings, std::ostream& out) {
  out << "\n";
  for (const auto& listen : settings.gateway.listen) {
    out << "listens on    " << transport_word(listen.over) << ":" << to_string(listen.at) << "\n";
  }
  for (const auto& trunk : settings.gateway.trunks) {
    for (const auto& hop : trunk.next_hops) {
      out << trunk.name << " -> " << (hop.any_transport ? "sip" : transport_word(hop.over)) << ":";
      if (hop.host.empty()) {
        out << to_string(hop.at);
      } else {
        out << hop.host << (hop.at.port != 0 ? ":" + std::to_string(hop.at.port) : "");
      }
      if (hop.over == gateway::transport::tls && !hop.tls_name.empty()) {
        out << ", whose certificate names " << hop.tls_name;
      }
      out << "\n";
    }
    for (const auto& name : trunk.tls_identities) {
      out << trunk.name << " <- TLS with a certificate of " << name << "\n";
    }
  }
}

void print_watch(const gateway::watch_options& watch, std::ostream& out) {
  if (watch.listen.empty()) return;
  out << "\nwatched (HEP version 3) at";
  for (const auto& listen : watch.listen) {
    out << ' ' << (listen.over == gateway::transport::udp ? "udp:" : "tcp:")
        << to_string(listen.at);
  }
  out << (watch.auth_key.empty() ? ", no key asked for" : ", with key") << "\n";
}

void print_law(const casework::legal_bases& law, std::ostream& out) {
  if (law.bases.empty()) {
    out << "\nno legal bases: no orders can be proposed\n";
    return;
  }
  out << "\nlegal bases, version " << law.version << ":";
  for (const auto& basis : law.bases) out << ' ' << basis.id;
  out << "\n";
}

}  // namespace

std::expected<checked_config, config_errors> check(const std::string& config_file) {
  read_config read = read_config_file(config_file);
  config_errors& mistakes = read.mistakes;
  auto law = read_legal_bases(read.settings.legal_bases_file);
  if (!law) mistakes.insert(mistakes.end(), law.error().begin(), law.error().end());
  const std::string& policy_file = read.settings.policy_file;
  if (policy_file.empty()) return std::unexpected(std::move(mistakes));
  read_bundle files = read_policy_files(policy_file);
  mistakes.insert(mistakes.end(), files.mistakes.begin(), files.mistakes.end());
  if (files.bundle.yaml.empty()) return std::unexpected(std::move(mistakes));
  auto policy = engine::parse_policy(files.bundle);
  if (!policy) mistakes.insert(mistakes.end(), policy.error().begin(), policy.error().end());
  if (!mistakes.empty()) return std::unexpected(std::move(mistakes));
  return checked_config{std::move(read.settings), std::move(files.bundle), std::move(*policy),
                        std::move(*law)};
}

int run_check_config(const std::string& config_file, std::ostream& out, std::ostream& err) {
  const auto checked = check(config_file);
  if (!checked) {
    err << to_text(checked.error());
    const auto count = checked.error().size();
    err << count << (count == 1 ? " mistake\n" : " mistakes\n");
    return 1;
  }
  out << config_file << ": good\n";
  print_table(checked->settings, out);
  print_transports(checked->settings, out);
  print_watch(checked->settings.gateway.watch, out);
  print_desk(checked->settings.desk, out);
  print_law(checked->law, out);
  return 0;
}

}  // namespace qorgan::app
