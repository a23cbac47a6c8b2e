#include "app/check_config.h"

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
    column(proxy ? "proxy" : "redirect", 9) << ' ';
    column(std::string(to_string(trunk.enforced)), 8) << "  ";
    column(code(trunk.answers.pass, false), 5);
    column(code(trunk.answers.alert, false), 6);
    column(code(trunk.answers.label, false), 6);
    column(code(trunk.answers.withhold, false), 9);
    column(code(trunk.answers.divert, false), 7);
    out << code(trunk.answers.block, true) << "\n";
  }
  out << "\nfwd: forwarded to the next hop. Strangers are answered 403.\n";
}

}  // namespace

std::expected<checked_config, config_errors> check(const std::string& config_file) {
  config_errors errors;
  config settings = load_config(config_file, errors);
  if (settings.policy_file.empty()) return std::unexpected(std::move(errors));
  auto bundle = read_policy(settings.policy_file);
  if (!bundle) {
    errors.insert(errors.end(), bundle.error().begin(), bundle.error().end());
    return std::unexpected(std::move(errors));
  }
  auto policy = engine::parse_policy(*bundle);
  if (!policy) {
    errors.insert(errors.end(), policy.error().begin(), policy.error().end());
    return std::unexpected(std::move(errors));
  }
  if (!errors.empty()) return std::unexpected(std::move(errors));
  return checked_config{std::move(settings), std::move(*bundle), std::move(*policy)};
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
