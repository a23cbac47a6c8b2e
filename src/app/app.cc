#include "app/app.h"

#include <CLI/CLI.hpp>
#include <iostream>

#include "app/audit_cli.h"
#include "app/calls_command.h"
#include "app/check_config.h"
#include "app/client_command.h"
#include "app/model_commands.h"
#include "app/past_commands.h"
#include "app/places.h"
#include "app/serve.h"
#include "app/sim_command.h"
#include "app/user_command.h"

namespace qorgan::app {
namespace {

// Folder of the built console: beside the sources in a checkout, /usr/share/qorgan/web installed.
std::string default_web_root() {
  for (const char* folder : {"web/dist", "/usr/share/qorgan/web"}) {
    if (can_see(std::string(folder) + "/index.html")) return folder;
  }
  return "web/dist";
}

/// The installed configuration where there is one; otherwise it must be named.
void add_config(CLI::App& command, std::string& file, const char* words,
                const char* name = "--config") {
  file = default_config();
  CLI::Option* option = command.add_option(name, file, words)->type_name("FILE");
  if (file.empty()) {
    option->required();
  } else {
    option->capture_default_str();
  }
}

void add_serve(CLI::App& root, int& status) {
  auto options = std::make_shared<serve_options>();
  options->centre.web_root = default_web_root();
  options->centre.data_dir = default_data_dir();
  CLI::App* command = root.add_subcommand("serve", "Run a centre");
  command->footer(
      "SIGHUP reads configuration, policy and lists again, SIGTERM ends it. Exit status 2: the\n"
      "configuration has mistakes, each with file and line; 1: anything else, in one line.");
  add_config(*command, options->config_file, "Configuration file");
  command->add_option("--data", options->centre.data_dir, "Folder of journal and store")
      ->type_name("DIR")
      ->capture_default_str();
  command->add_option("--http", options->centre.http, "Console here, not at console.listen")
      ->type_name("ADDRESS:PORT");
  command->add_option("--web", options->centre.web_root, "Folder of the built console")
      ->type_name("DIR")
      ->capture_default_str();
  command->add_option("--ready-file", options->ready_file, "Created once calls are taken")
      ->type_name("FILE");
  command->callback([options, &status] { status = run_serve(*options); });
}

void add_check_config(CLI::App& root, int& status) {
  auto file = std::make_shared<std::string>();
  CLI::App* command =
      root.add_subcommand("check-config", "Report every mistake of a configuration");
  command->footer(
      "Prints every mistake as file:line: what is wrong, or the trunks and what each of them\n"
      "answers. Nothing is started or changed. Exit status 0: good, 1: mistakes.");
  add_config(*command, *file, "Configuration file", "config");
  command->callback([file, &status] { status = run_check_config(*file, std::cout, std::cerr); });
}

void add_sim(CLI::App& root, int& status) {
  auto options = std::make_shared<sim_command>();
  CLI::App* command = root.add_subcommand("sim", "Play carriers, callers and scammers");
  command->footer(
      "Calls a centre that runs on this machine with the same configuration, as its carriers and\n"
      "its switch. For demonstrations and measurements; never point it at equipment of others.");
  add_config(*command, options->config_file, "Configuration whose trunks are played");
  command->add_option("--rate", options->rate, "Calls per simulated second")
      ->capture_default_str()
      ->check(CLI::Range(0.01, 10'000.0));
  command->add_option("--speed", options->speed, "Simulated seconds in a real one")
      ->check(CLI::Range(0.1, 3600.0));
  command->add_option("--seed", options->seed, "The same seed plays the same calls")
      ->capture_default_str();
  command->add_option("--duration", options->duration_s, "Real seconds; until stopped if missing");
  command->add_flag("--quiet", options->quiet, "No line of figures every ten seconds");
  command->add_option("--write-calls", options->calls_path,
                      "Write call records in fake time to this file instead of calling");
  command->add_option("--write-labels", options->labels_path, "Ground truth beside them");
  command->add_option("--days", options->days, "Days of call records")->capture_default_str();
  command->callback([options, &status] { status = run_sim_command(*options); });
}

void add_simulate(CLI::App& root, int& status) {
  auto options = std::make_shared<simulate_command>();
  CLI::App* command = root.add_subcommand(
      "simulate", "Write the calls of a simulated country in fake time, with their truth");
  command->add_option("--config", options->config_file, "Configuration whose trunks are used")
      ->capture_default_str();
  command->add_option("--calls", options->calls_path, "Call records are written here")->required();
  command->add_option("--labels", options->labels_path, "The truth about each call");
  command->add_option("--reports", options->reports_path, "What is reported, late and incomplete");
  command->add_option("--days", options->days, "Days from 1 March 2026")
      ->capture_default_str()
      ->check(CLI::Range(1, 366));
  command->add_option("--scale", options->scale, "1: some 35,000 calls a day")
      ->capture_default_str()
      ->check(CLI::Range(0.01, 100.0));
  command->add_option("--seed", options->seed, "The same seed writes the same bytes")
      ->capture_default_str();
  command->callback([options, &status] { status = run_simulate_command(*options); });
}

struct user_line {
  user_command command;
  std::string config_file = default_config();
  std::string data = default_data_dir();
};

int run_user_line(const user_line& line) {
  auto archive = open_store(line.config_file, line.data, std::cerr);
  if (!archive) return archive.error();
  return run_user(line.command, **archive, std::cin, std::cout, std::cerr);
}

void add_user(CLI::App& root, int& status) {
  auto line = std::make_shared<user_line>();
  CLI::App* user = root.add_subcommand("user", "Who may sign in");
  user->require_subcommand(1);
  const auto verb = [&](const char* name, const char* help, user_command::action what) {
    CLI::App* command = user->add_subcommand(name, help);
    command->add_option("--data", line->data, "Data folder")->capture_default_str();
    command->add_option("--config", line->config_file, "Configuration, for another store")
        ->capture_default_str();
    if (what != user_command::action::list) {
      command->add_option("name", line->command.name, "Sign-in name")->required();
    }
    command->callback([line, what, &status] {
      line->command.what = what;
      status = run_user_line(*line);
    });
    return command;
  };
  CLI::App* add = verb("add", "Add a user, or give one a new password (read from standard input)",
                       user_command::action::add);
  add->add_option("--role", line->command.role_name,
                  "operator, shift_lead, prosecutor, engineer or administrator")
      ->capture_default_str();
  add->add_option("--display", line->command.display_name, "Name on the screen");
  verb("list", "List users", user_command::action::list);
  verb("disable", "Keep a user from signing in", user_command::action::disable);
  verb("enable", "Let a disabled user sign in again", user_command::action::enable);
}

struct client_line {
  client_command command;
  std::string config_file;
  std::string data = default_data_dir();
};

int run_client_line(const client_line& line) {
  const auto settings = load_config(line.config_file);
  if (!settings) {
    std::cerr << to_text(settings.error());
    return 2;
  }
  std::vector<std::string> trunks;
  for (const auto& trunk : settings->gateway.trunks) trunks.push_back(trunk.name);
  auto archive = open_store(line.config_file, line.data, std::cerr);
  if (!archive) return archive.error();
  return run_client(line.command, trunks, **archive, std::cout, std::cerr);
}

void add_client(CLI::App& root, int& status) {
  auto line = std::make_shared<client_line>();
  CLI::App* client = root.add_subcommand("client", "Who may ask about calls over HTTP");
  client->require_subcommand(1);
  const auto verb = [&](const char* name, const char* help, client_command::action what) {
    CLI::App* command = client->add_subcommand(name, help);
    add_config(*command, line->config_file, "Configuration file");
    command->add_option("--data", line->data, "Data folder")->capture_default_str();
    if (what != client_command::action::list) {
      command->add_option("name", line->command.name, "Name of the client")->required();
    }
    command->callback([line, what, &status] {
      line->command.what = what;
      status = run_client_line(*line);
    });
    return command;
  };
  CLI::App* add = verb("add", "Add a client, or give one a new token (printed once)",
                       client_command::action::add);
  add->add_option("--trunks", line->command.trunks, "Trunks it may ask about")->delimiter(',');
  add->add_option("--reports", line->command.reports,
                  "May report calls, which count as those of: citizen, police, bank, honeypot");
  add->add_option("--rate", line->command.per_second, "Questions a second, bursts of as much")
      ->capture_default_str()
      ->check(CLI::Range(1u, 1'000'000u));
  verb("list", "List clients", client_command::action::list);
  verb("revoke", "Make a client's token worthless", client_command::action::revoke);
}

}  // namespace

int run(int argc, char** argv) {
  CLI::App root{"Qorgan: screens international calls and stops scams before they ring", "qorgan"};
  root.require_subcommand(1);
  root.failure_message([](const CLI::App* app, const CLI::Error& error) {
    return app->get_name() + ": " + error.what() + "\n" + app->get_name() + " --help says more\n";
  });
  root.footer(
      "First: write the trunks into the configuration, qorgan check-config FILE, qorgan serve.\n"
      "Before a trunk is enforced: qorgan calls --would block --trunk NAME.\n"
      "qorgan COMMAND --help says what a command does and takes.");
  root.set_version_flag("--version", "qorgan 0.1.0");
  int status = 0;
  add_serve(root, status);
  add_check_config(root, status);
  add_sim(root, status);
  add_simulate(root, status);
  add_user(root, status);
  add_calls(root, status);
  add_client(root, status);
  add_past_commands(root, status);
  add_audit_commands(root, status);
  add_model_commands(root, status);
  try {
    root.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return root.exit(error) == 0 ? 0 : 2;  // 0: --help, --version
  } catch (const std::exception& error) {
    std::cerr << "qorgan: " << error.what() << "\n";
    return 1;
  }
  return status;
}

}  // namespace qorgan::app
