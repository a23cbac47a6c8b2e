#include "app/calls_command.h"

#include <CLI/CLI.hpp>
#include <iomanip>
#include <iostream>
#include <map>

#include "app/places.h"
#include "console/clean_text.h"
#include "os/clock.h"

namespace qorgan::app {
namespace {

constexpr unsigned kPage = 500;
constexpr std::size_t kCounted = 1'000'000;  // calls looked at; more are not counted and it says so

struct tally {
  std::size_t calls = 0;
  float highest = 0;
};

std::string percent(float score) {
  std::ostringstream out;
  out << std::fixed << std::setprecision(score > 0.999F ? 0 : 1) << score * 100 << " %";
  return out.str();
}

/// Makes the query; a verdict that does not exist is said on `err`.
bool read_query(const calls_command& command, timestamp now, call_query& out, std::ostream& err) {
  const auto verdict_of = [&](const std::string& name, std::optional<verdict>& to) {
    if (name.empty()) return true;
    const auto known = parse_verdict(name);
    if (known) {
      to = *known;
    } else {
      err << "qorgan: '" << name
          << "' is no verdict; verdicts are pass, alert, label, withhold, divert and block\n";
    }
    return known.has_value();
  };
  out.trunk = command.trunk;
  out.from = now - std::chrono::hours(command.hours);
  out.limit = kPage;
  return verdict_of(command.would, out.would) && verdict_of(command.enforced, out.enforced);
}

void print_call(const call_summary& call, bool show_numbers, std::ostream& out) {
  const auto number = [&](const std::string& text) {
    return show_numbers ? text : console::mask_number(text);
  };
  out << to_rfc3339(call.started_at).substr(0, 19) << "  " << to_string(call.key) << "  "
      << call.trunk << "  " << number(call.caller) << " > " << number(call.callee) << "  "
      << to_string(call.would)
      << (call.would == call.enforced ? std::string()
                                      : " (" + std::string(to_string(call.enforced)) + ")")
      << "  " << percent(call.score) << "  " << call.rule << "\n";
}

}  // namespace

int run_calls(const calls_command& command, call_archive& archive, timestamp now, std::ostream& out,
              std::ostream& err) {
  call_query query;
  if (!read_query(command, now, query, err)) return 2;
  std::map<std::pair<std::string, std::string>, tally> by_rule;
  std::vector<call_summary> newest;
  std::size_t counted = 0;
  for (bool more = true; more && counted < kCounted;) {
    const auto page = archive.find_calls(query);
    for (const call_summary& call : page) {
      tally& of = by_rule[{call.trunk, call.rule.empty() ? "(no rule)" : call.rule}];
      ++of.calls;
      of.highest = std::max(of.highest, call.score);
      if (newest.size() < command.limit) newest.push_back(call);
    }
    counted += page.size();
    more = page.size() == query.limit;
    if (more) query.before = page.back().key;
  }
  out << counted << (counted == 1 ? " call" : " calls") << " in the last " << command.hours
      << " hours" << (counted >= kCounted ? ", and more that were not counted" : "") << "\n";
  if (counted == 0) return 0;
  out << "\n";
  for (const auto& [which, of] : by_rule) {
    out << std::setw(9) << of.calls << "  " << std::left << std::setw(20) << which.first << "  "
        << std::setw(28) << which.second << std::right << "  highest score " << percent(of.highest)
        << "\n";
  }
  out << "\n";
  for (const call_summary& call : newest) print_call(call, command.show_numbers, out);
  out << "\nWhy: qorgan explain CALL, with the id of the second column.\n";
  return 0;
}

void add_calls(CLI::App& root, int& status) {
  struct line {
    calls_command command;
    std::string data = default_data_dir();
    std::string config_file = default_config();
  };
  auto given = std::make_shared<line>();
  CLI::App* command = root.add_subcommand("calls", "List calls and the rules they fall under");
  command->footer(
      "Before a trunk is enforced: qorgan calls --would block --trunk NAME lists what would have\n"
      "been refused. Numbers are masked unless asked for.");
  command->add_option("--would", given->command.would,
                      "Only calls with this verdict of the policy");
  command->add_option("--enforced", given->command.enforced,
                      "Only calls with this verdict carried out");
  command->add_option("--trunk", given->command.trunk, "Only calls of this trunk");
  command->add_option("--hours", given->command.hours, "How far to look back")
      ->check(CLI::Range(1, 24 * 366))
      ->capture_default_str();
  command->add_option("--limit", given->command.limit, "Calls listed one by one, newest first")
      ->capture_default_str();
  command->add_flag("--show-numbers", given->command.show_numbers, "Personal numbers in full");
  command->add_option("--data", given->data, "Data folder")->capture_default_str();
  command->add_option("--config", given->config_file, "Configuration, for another store")
      ->capture_default_str();
  command->callback([given, &status] {
    auto archive = open_store(given->config_file, given->data, std::cerr);
    if (!archive) {
      status = archive.error();
      return;
    }
    status = run_calls(given->command, **archive, os::clock().now(), std::cout, std::cerr);
  });
}

}  // namespace qorgan::app
