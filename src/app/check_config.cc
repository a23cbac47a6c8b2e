#include "app/check_config.h"

#include <array>
#include <iomanip>
#include <ostream>

namespace qorgan::app {
namespace {

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
    const auto code = [&](std::uint16_t value, bool always) {
      return always || !proxy ? std::to_string(value) : std::string("fwd");
    };
    column(trunk.name, 20) << ' ';
    column(std::string(to_string(trunk.kind)), 14) << ' ';
    constexpr std::array kModes{"proxy", "redirect", "screen"};
    column(kModes[static_cast<std::size_t>(trunk.mode)], 9) << ' ';
    column(std::string(to_string(trunk.enforced)), 8) << "  ";
    column(code(trunk.answers.pass, false), 5);
    column(code(trunk.answers.alert, false), 6);
    column(code(trunk.answers.label, false), 6);
    column(code(trunk.answers.withhold, false), 9);
    column(code(trunk.answers.divert, false), 7);
    out << code(trunk.answers.block, true) << "\n";
  }
  out << "\nfwd: forwarded to the next hop. Strangers are answered 403.\n";
  if (settings.screen.enabled) {
    out << "Questions over HTTP: http://" << to_string(settings.screen.listen)
        << "/v1/screen, answered within " << settings.screen.patience_ms << " ms.\n";
  }
}

}  // namespace

std::expected<checked_config, config_errors> check(const std::string& config_file) {
  read_config read = read_config_file(config_file);
  config_errors& mistakes = read.mistakes;
  const std::string& policy_file = read.settings.policy_file;
  if (policy_file.empty()) return std::unexpected(std::move(mistakes));
  read_bundle files = read_policy_files(policy_file);
  mistakes.insert(mistakes.end(), files.mistakes.begin(), files.mistakes.end());
  if (files.bundle.yaml.empty()) return std::unexpected(std::move(mistakes));
  auto policy = engine::parse_policy(files.bundle);
  if (!policy) mistakes.insert(mistakes.end(), policy.error().begin(), policy.error().end());
  if (!mistakes.empty()) return std::unexpected(std::move(mistakes));
  return checked_config{std::move(read.settings), std::move(files.bundle), std::move(*policy)};
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
  return 0;
}

}  // namespace qorgan::app
