#include "app/app.h"

#include <CLI/CLI.hpp>
#include <iostream>

#include "app/check_config.h"
#include "app/serve.h"

namespace qorgan::app {
namespace {

// Folder of the built console: beside the sources in a checkout, /usr/share/qorgan/web installed.
std::string default_web_root() {
  for (const char* folder : {"web/dist", "/usr/share/qorgan/web"}) {
    if (std::filesystem::exists(std::string(folder) + "/index.html")) return folder;
  }
  return "web/dist";
}

void add_serve(CLI::App& root, int& status) {
  auto options = std::make_shared<serve_options>();
  options->centre.web_root = default_web_root();
  CLI::App* command = root.add_subcommand("serve", "Run a centre");
  command->add_option("--config", options->config_file, "Configuration file")->required();
  command->add_option("--data", options->centre.data_dir, "Folder of journal and store")
      ->capture_default_str();
  command->add_option("--http", options->centre.http, "Address of the console");
  command->add_option("--web", options->centre.web_root, "Folder of the built console")
      ->capture_default_str();
  command->add_option("--ready-file", options->ready_file, "Created once calls are taken");
  command->callback([options, &status] { status = run_serve(*options); });
}

void add_check_config(CLI::App& root, int& status) {
  auto file = std::make_shared<std::string>();
  CLI::App* command =
      root.add_subcommand("check-config", "Report every mistake of a configuration");
  command->add_option("config", *file, "Configuration file")->required();
  command->callback([file, &status] { status = run_check_config(*file, std::cout, std::cerr); });
}

}  // namespace

int run(int argc, char** argv) {
  CLI::App root{"Qorgan: screens international calls and stops scams before they ring"};
  root.require_subcommand(1);
  root.set_version_flag("--version", "qorgan 0.1.0");
  int status = 0;
  add_serve(root, status);
  add_check_config(root, status);
  try {
    root.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return root.exit(error);
  } catch (const std::exception& error) {
    std::cerr << "qorgan: " << error.what() << "\n";
    return 1;
  }
  return status;
}

}  // namespace qorgan::app
