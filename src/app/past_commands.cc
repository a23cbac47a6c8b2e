#include "app/past_commands.h"

#include <CLI/CLI.hpp>
#include <iostream>

#include "app/audit_command.h"
#include "app/check_config.h"
#include "app/data_dir.h"
#include "app/evaluate.h"
#include "app/explain.h"
#include "app/model_files.h"
#include "app/places.h"
#include "app/replay.h"
#include "app/replay_capture.h"
#include "app/verify.h"
#include "app/whatif.h"
#include "engine/number_list.h"

namespace qorgan::app {
namespace {

struct replay_line {
  std::string journal;
  std::string capture;
  std::string config_file;
  replay_files files;
};

// The policy that ships: in a checkout, or installed.
std::shared_ptr<const engine::policy_snapshot> shipped_policy() {
  for (const char* file : {"policy/default.yaml", "/usr/share/qorgan/policy/default.yaml"}) {
    if (!can_see(file)) continue;
    const auto bundle = read_policy(file);
    auto policy = bundle ? engine::parse_policy(*bundle) : std::unexpected(bundle.error());
    if (policy) return std::move(*policy);
    std::cerr << to_text(policy.error());
  }
  return nullptr;
}

int run_replay(const replay_line& line) {
  replay_inputs inputs;
  if (!line.config_file.empty()) {
    auto checked = check(line.config_file);
    if (!checked) {
      std::cerr << to_text(checked.error());
      return 2;
    }
    inputs.trunks = checked->settings.gateway.trunks;
    inputs.policy = checked->policy;
    inputs.engine = checked->settings.engine;
  }
  if (!line.journal.empty()) {
    return replay_journal(line.journal, inputs.engine, std::cout, std::cerr);
  }
  if (inputs.policy == nullptr) inputs.policy = shipped_policy();
  if (inputs.policy == nullptr) {
    std::cerr << "qorgan: replay found no policy; name a configuration with --config\n";
    return 2;
  }
  if (!line.capture.empty()) {
    return replay_capture(inputs, {line.capture, line.files.decisions, line.files.alerts},
                          std::cout, std::cerr);
  }
  return replay_calls(inputs, line.files, std::cout, std::cerr);
}

void add_replay(CLI::App& root, int& status) {
  auto line = std::make_shared<replay_line>();
  CLI::App* command = root.add_subcommand("replay", "Play the past through the engine again");
  command->footer(
      "Either --journal: every decision of a journal is made again and compared; or\n"
      "--calls with --config, --decisions and --alerts: call records are played; or\n"
      "--pcap: the calls in a network capture are followed. Exit status 3: the capture ended\n"
      "early, what could be read was played.");
  CLI::Option* calls = command->add_option("--calls", line->files.calls, "Call records (CSV)");
  CLI::Option* journal = command->add_option("--journal", line->journal, "Journal file");
  journal->excludes(calls);
  CLI::Option* pcap = command->add_option("--pcap", line->capture, "Capture (pcap, pcapng)");
  pcap->excludes(calls)->excludes(journal);
  CLI::Option* reports = command->add_option("--reports", line->files.reports, "Reports (CSV)");
  reports->needs(calls);
  command
      ->add_flag("--only-reports-that-could-be", line->files.only_reports_that_could_be,
                 "Leave out reports about calls that this play refused")
      ->needs(reports);
  command->add_option("--config", line->config_file, "Configuration: trunks, policy, memory");
  CLI::Option* decisions =
      command->add_option("--decisions", line->files.decisions, "Decisions are written here");
  CLI::Option* alerts =
      command->add_option("--alerts", line->files.alerts, "Alerts are written here");
  calls->needs(decisions)->needs(alerts);
  command->add_flag("--accept-bad-lines", line->files.accept_bad_lines,
                    "Go on although more than 1 % of the lines are bad");
  command->callback([line, &status] {
    if (line->journal.empty() && line->files.calls.empty() && line->capture.empty()) {
      throw CLI::RequiredError("--journal, --calls or --pcap");
    }
    status = run_replay(*line);
  });
}

void add_evaluate(CLI::App& root, int& status) {
  auto files = std::make_shared<evaluate_files>();
  CLI::App* command =
      root.add_subcommand("evaluate", "How good the decisions and alerts of a replay were");
  command->add_option("--decisions", files->decisions, "Decisions (CSV)")->required();
  command->add_option("--alerts", files->alerts, "Alerts (CSV)")->required();
  command->add_option("--labels", files->labels, "The truth about each call (CSV)")->required();
  command->add_option("--calls", files->calls, "Call records (CSV)")->required();
  command->add_option("--json", files->json, "The same figures are written here");
  command->add_flag("--accept-bad-lines", files->accept_bad_lines,
                    "Go on although more than 1 % of the lines are bad");
  command->callback([files, &status] { status = run_evaluate(*files, std::cout, std::cerr); });
}

struct whatif_line {
  std::string data = "data";
  std::string policy_file;
  std::string model_file;
  std::string config_file;
  std::string honest_file;
  std::string changes;
  unsigned days = 7;
};

/// Policy and engine of the trial.
std::expected<whatif_inputs, config_errors> trial_inputs(const whatif_line& line) {
  whatif_inputs out;
  std::string policy_file = line.policy_file;
  if (!line.config_file.empty()) {
    const auto settings = load_config(line.config_file);
    if (!settings) return std::unexpected(settings.error());
    out.engine = settings->engine;
    if (policy_file.empty()) policy_file = settings->policy_file;
  }
  if (policy_file.empty()) {
    return std::unexpected(config_errors{{"qorgan", 0, "whatif needs --policy or --config"}});
  }
  auto bundle = read_policy(policy_file);
  if (bundle && !line.model_file.empty()) bundle = with_model(std::move(*bundle), line.model_file);
  auto policy = bundle ? engine::parse_policy(*bundle) : std::unexpected(bundle.error());
  if (!policy) return std::unexpected(policy.error());
  out.policy = std::move(*policy);
  return out;
}

int run_whatif_line(const whatif_line& line) {
  auto tried = trial_inputs(line);
  if (!tried) {
    std::cerr << to_text(tried.error());
    return 2;
  }
  whatif_inputs& inputs = *tried;
  inputs.journal_path = line.data + "/journal.sqlite";
  inputs.days = line.days;
  engine::number_list honest;
  if (!line.honest_file.empty()) {
    const auto text = read_file(line.honest_file);
    if (!text) {
      std::cerr << line.honest_file << ": " << text.error() << "\n";
      return 2;
    }
    config_errors mistakes;
    honest = engine::number_list::parse(line.honest_file, *text, mistakes);
    if (!mistakes.empty()) {
      std::cerr << to_text(mistakes);
      return 2;
    }
    inputs.honest = &honest;
  }
  return run_whatif(inputs, line.changes, std::cout, std::cerr);
}

void add_whatif(CLI::App& root, int& status) {
  auto line = std::make_shared<whatif_line>();
  CLI::App* command =
      root.add_subcommand("whatif", "What another policy would have done to the calls of late");
  command->add_option("--policy", line->policy_file,
                      "Policy that is tried (default: the configuration's)");
  command->add_option("--model", line->model_file, "Model that is tried in place of the policy's");
  command->add_option("--data", line->data, "Data folder with the journal")->capture_default_str();
  command->add_option("--days", line->days, "Last days that are compared")
      ->capture_default_str()
      ->check(CLI::Range(1u, 3'660u));
  command->add_option("--config", line->config_file, "Configuration, for the engine's memory");
  command->add_option("--honest", line->honest_file, "Numbers known to be honest, as a list file");
  command->add_option("--changes", line->changes, "Every call whose fate differs, as CSV");
  command->callback([line, &status] { status = run_whatif_line(*line); });
}

struct past_line {
  std::string call;
  std::string data = default_data_dir();
  std::string config_file = default_config();
  std::string language_name = "en";
  bool show_numbers = false;
};

int run_explain(const past_line& line) {
  explain_inputs inputs;
  inputs.call = line.call;
  inputs.journal_path = line.data + "/journal.sqlite";
  inputs.in = parse_language(line.language_name).value_or(language::en);
  inputs.show_numbers = line.show_numbers;
  if (!line.config_file.empty()) {
    auto checked = check(line.config_file);
    if (!checked) {
      std::cerr << to_text(checked.error());
      return 2;
    }
    inputs.trunks = checked->settings.gateway.trunks;
    inputs.today = checked->policy;
    inputs.engine = checked->settings.engine;
  }
  return explain(inputs, std::cout, std::cerr);
}

void add_explain(CLI::App& root, int& status) {
  auto line = std::make_shared<past_line>();
  CLI::App* command = root.add_subcommand("explain", "Derive a decision again and say it in words");
  command->add_option("call", line->call, "Call id of the console, or SIP Call-ID")->required();
  command->add_option("--data", line->data, "Data folder")->capture_default_str();
  command->add_option("--config", line->config_file, "Also say what today's policy would decide");
  command->add_option("--language", line->language_name, "en, ru or kk")
      ->check(CLI::IsMember({"en", "ru", "kk"}))
      ->capture_default_str();
  command->add_flag("--show-numbers", line->show_numbers, "Personal numbers in full");
  command->callback([line, &status] { status = run_explain(*line); });
}

int run_verify_line(const past_line& line, const audit_copy& copy) {
  if (!copy.folder.empty()) return verify_copy(copy, std::cout, std::cerr);
  std::string url = "sqlite";
  if (!line.config_file.empty()) {
    const auto settings = load_config(line.config_file);
    if (!settings) {
      std::cerr << to_text(settings.error());
      return 2;
    }
    url = settings->store_url;
  }
  return run_verify(line.data, store_url_in(url, line.data), std::cout);
}

void add_verify(CLI::App& root, int& status) {
  auto line = std::make_shared<past_line>();
  CLI::App* command = root.add_subcommand("verify", "Has a record been changed, removed or added?");
  command->add_option("--data", line->data, "Data folder")->capture_default_str();
  command->add_option("--config", line->config_file, "Configuration, for another store");
  auto copy = std::make_shared<audit_copy>();
  CLI::Option* audit = command->add_option(
      "--audit", copy->folder, "Instead: a copy of the audit log (qorgan audit export), offline");
  command
      ->add_option("--key", copy->key,
                   "Public key of the log; without it no signature is asked for")
      ->needs(audit);
  command->add_option("--witness", copy->witness, "Checkpoint that was kept elsewhere")
      ->needs(audit);
  command->add_option("--witness-key", copy->witness_key, "Public key of the witness")
      ->needs(audit);
  command->callback([line, copy, &status] { status = run_verify_line(*line, *copy); });
}

}  // namespace

void add_past_commands(CLI::App& root, int& status) {
  add_replay(root, status);
  add_evaluate(root, status);
  add_whatif(root, status);
  add_explain(root, status);
  add_verify(root, status);
}

}  // namespace qorgan::app
