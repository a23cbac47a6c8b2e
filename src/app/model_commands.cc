#include "app/model_commands.h"

#include <signal.h>

#include <CLI/CLI.hpp>
#include <iostream>
#include <map>

#include "app/check_config.h"
#include "app/data_dir.h"
#include "app/journal_walk.h"
#include "app/model_files.h"
#include "app/places.h"
#include "app/train.h"
#include "engine/model_text.h"

namespace qorgan::app {
namespace {

/// What the journal's last days say of the model in force and its challenger.
struct day_counts {
  std::uint64_t compared = 0;
  std::uint64_t both = 0, current_alone = 0, challenger_alone = 0;
};
struct comparison {
  engine::model_summary current, challenger;  ///< of the policy adopted last
  std::map<std::int64_t, day_counts> by_day;
  std::int64_t last_day = 0;

  day_counts of_last(unsigned days) const {
    day_counts out;
    for (const auto& [day, one] : by_day) {
      if (day + days <= last_day) continue;
      out.compared += one.compared;
      out.both += one.both;
      out.current_alone += one.current_alone;
      out.challenger_alone += one.challenger_alone;
    }
    return out;
  }
};

bool refuses(verdict given) {
  return given == verdict::block || given == verdict::divert;
}

void count(day_counts& into, const decision& made) {
  ++into.compared;
  const bool current = refuses(made.would);
  const bool challenger = refuses(made.challenger_would);
  if (current && challenger) ++into.both;
  if (current && !challenger) ++into.current_alone;
  if (!current && challenger) ++into.challenger_alone;
}

/// Decisions under the models that are in force now.
std::expected<comparison, std::string> compare(const std::string& journal) {
  auto walk = journal_walk::open(journal);
  if (!walk) return std::unexpected(walk.error());
  comparison out;
  while (true) {
    const auto entry = walk->next();
    if (!entry) return std::unexpected(entry.error());
    if (*entry == nullptr) return out;
    const std::int64_t day = to_us(at_of((*entry)->input)) / 86'400'000'000;
    out.last_day = std::max(out.last_day, day);
    if (const auto* adopted = std::get_if<policy_adopted>(&(*entry)->input)) {
      const auto policy = walk->policy(adopted->digest.view());
      if (!policy) continue;  // of another version: its models are not these
      const engine::model_summary current = engine::current_model(**policy);
      const engine::model_summary challenger = engine::challenger_model(**policy);
      if (current.digest != out.current.digest || challenger.digest != out.challenger.digest) {
        out.by_day.clear();
      }
      out.current = current;
      out.challenger = challenger;
    }
    if ((*entry)->decided && (*entry)->decided->challenger_score >= 0) {
      count(out.by_day[day], *(*entry)->decided);
    }
  }
}

void print(const char* role, const std::string& file, const engine::model_summary& in_force,
           std::ostream& out) {
  const auto text = read_file(file);
  out << role << "  " << file << "\n";
  if (!text) {
    out << "  " << text.error() << "\n";
    return;
  }
  const auto model = engine::parse_model(file, *text);
  if (!model) {
    out << "  " << model.error().message << "\n";
    return;
  }
  const engine::model_content& of = (*model)->content();
  out << "  sum            " << (*model)->digest() << "\n"
      << "  trained until  " << to_rfc3339(of.trained_until) << "\n"
      << "  trees          " << of.trees.size() << "\n"
      << "  refuses from   " << of.block.log_odds << " log-odds; of honest calls at most "
      << of.block.bound * 100 << " % (95 %), wanted " << of.block.wanted * 100 << " %\n"
      << "  in force       " << (in_force.digest == (*model)->digest() ? "yes" : "no") << "\n";
}

std::expected<model_paths, std::string> paths_of(const std::string& config_file) {
  const auto settings = load_config(config_file);
  if (!settings) return std::unexpected(to_text(settings.error()));
  const auto text = read_file(settings->policy_file);
  if (!text) return std::unexpected(settings->policy_file + ": " + text.error());
  return model_paths_of({settings->policy_file, *text, {}});
}

/// The centre that holds the data folder reads everything again, or it is said how.
void tell_centre(const std::string& data, std::ostream& out) {
  const auto holder = holder_of(data);
  if (holder && ::kill(*holder, SIGHUP) == 0) {
    out << "the running centre reads it now; 'qorgan model status' says what is in force\n";
  } else {
    out << "no running centre was told; it takes effect with the next reload or start\n";
  }
}

int done(const std::expected<void, std::string>& result, const model_line& line, const char* words,
         std::ostream& out, std::ostream& err) {
  if (!result) {
    err << result.error() << (result.error().ends_with('\n') ? "" : "\n");
    return 1;
  }
  out << words << "\n";
  tell_centre(line.data, out);
  return 0;
}

}  // namespace

int model_status(const model_line& line, std::ostream& out, std::ostream& err) {
  const auto paths = paths_of(line.config_file);
  if (!paths) {
    err << paths.error() << "\n";
    return 1;
  }
  const auto found = compare(line.data + "/journal.sqlite");
  const comparison shown = found.value_or(comparison{});
  const day_counts counted = shown.of_last(line.days);
  print("model     ", paths->current, shown.current, out);
  if (!paths->challenger.empty()) print("challenger", paths->challenger, shown.challenger, out);
  if (!found) {
    out << "journal     " << found.error() << "\n";
    return 0;
  }
  out << "compared over the last " << line.days << " days of the journal\n"
      << "  calls                    " << counted.compared << "\n"
      << "  refused by both          " << counted.both << "\n"
      << "  by the model alone       " << counted.current_alone << "\n"
      << "  by the challenger alone  " << counted.challenger_alone << "\n";
  return 0;
}

int model_promote(const model_line& line, std::ostream& out, std::ostream& err) {
  const auto paths = paths_of(line.config_file);
  return done(paths ? promote(*paths) : std::unexpected(paths.error()), line,
              "the challenger is the model", out, err);
}

int model_back(const model_line& line, std::ostream& out, std::ostream& err) {
  const auto paths = paths_of(line.config_file);
  return done(paths ? go_back(*paths) : std::unexpected(paths.error()), line,
              "the previous model is back", out, err);
}

namespace {

struct train_line {
  train_files files;
  std::string config_file = default_config();
  train::trainer_options options;
};

int run_train_line(const train_line& line) {
  const auto checked = check(line.config_file);
  if (!checked) {
    std::cerr << to_text(checked.error());
    return 2;
  }
  replay_inputs inputs;
  inputs.trunks = checked->settings.gateway.trunks;
  inputs.policy = checked->policy;
  inputs.engine = checked->settings.engine;
  return run_train(inputs, line.files, line.options, std::cout, std::cerr);
}

void add_train(CLI::App& root, int& status) {
  auto line = std::make_shared<train_line>();
  CLI::App* command = root.add_subcommand("train", "Learn a model from calls and their labels");
  command->footer(
      "Plays the past under the policy of the configuration, grows trees on the first 60 % of the\n"
      "time, chooses calibration and thresholds on the next 20 % and shows on the rest what came\n"
      "of it. Writes the model and its card beside it. One seed gives the same bytes.");
  command->add_option("--calls", line->files.calls, "Call records (CSV)")->required();
  command->add_option("--labels", line->files.labels, "What each call was (CSV)")->required();
  command->add_option("--reports", line->files.reports, "Reports (CSV)");
  command->add_option("--model", line->files.model, "The model is written here")->required();
  command->add_option("--card", line->files.card, "Its card (default: the model's name and .md)");
  CLI::Option* config =
      command->add_option("--config", line->config_file, "Configuration: trunks, policy, memory");
  if (line->config_file.empty()) config->required();
  auto& boosting = line->options.boosting;
  command->add_option("--rounds", boosting.rounds, "Trees")
      ->capture_default_str()
      ->check(CLI::Range(1u, static_cast<unsigned>(engine::kModelTrees)));
  command->add_option("--depth", boosting.depth, "Depth of a tree")
      ->capture_default_str()
      ->check(CLI::Range(1u, engine::kModelDepth));
  command->add_option("--learning-rate", boosting.learning_rate, "Share of each tree")
      ->capture_default_str()
      ->check(CLI::Range(0.001, 1.0));
  command->add_option("--seed", boosting.seed, "Of everything drawn")->capture_default_str();
  command->add_option("--refuse-fpr", line->options.refuse_fpr, "Honest calls above model: block")
      ->capture_default_str()
      ->check(CLI::Range(1e-7, 0.5));
  command->add_option("--alert-fpr", line->options.alert_fpr, "Honest calls above model: alert")
      ->capture_default_str()
      ->check(CLI::Range(1e-7, 0.5));
  command->add_flag("--accept-bad-lines", line->files.accept_bad_lines,
                    "Go on although more than 1 % of the lines are bad");
  command->callback([line, &status] { status = run_train_line(*line); });
}

void add_model(CLI::App& root, int& status) {
  auto line = std::make_shared<model_line>();
  line->config_file = default_config();
  line->data = default_data_dir();
  CLI::App* model = root.add_subcommand("model", "The model in force and its challenger");
  model->require_subcommand(1);
  using verb = int (*)(const model_line&, std::ostream&, std::ostream&);
  const auto add = [&](const char* name, const char* help, verb run) {
    CLI::App* command = model->add_subcommand(name, help);
    CLI::Option* config = command->add_option("--config", line->config_file, "Configuration file");
    if (line->config_file.empty()) config->required();
    command->add_option("--data", line->data, "Data folder")->capture_default_str();
    command->callback([line, run, &status] { status = run(*line, std::cout, std::cerr); });
    return command;
  };
  add("status", "What they are, and how often they differ", model_status)
      ->add_option("--days", line->days, "Last days of the journal that are compared")
      ->capture_default_str()
      ->check(CLI::Range(1u, 3'660u));
  add("promote", "The challenger becomes the model", model_promote);
  add("back", "The model before becomes the model again", model_back);
}

}  // namespace

void add_model_commands(CLI::App& root, int& status) {
  add_train(root, status);
  add_model(root, status);
}

}  // namespace qorgan::app
