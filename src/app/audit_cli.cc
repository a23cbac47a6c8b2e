#include "app/audit_cli.h"

#include <CLI/CLI.hpp>
#include <iostream>

#include "app/audit_command.h"
#include "app/places.h"

namespace qorgan::app {
namespace {

struct audit_line {
  std::string config_file = default_config();
  std::string data = default_data_dir();
  std::string to;
  std::string name;
  cosigning witness;
};

/// Runs `work` on the store of the line.
template <typename Work>
int on_store(const audit_line& line, Work work) {
  auto archive = open_store(line.config_file, line.data, std::cerr);
  if (!archive) return archive.error();
  return work(**archive);
}

void add_of_store(CLI::App& audit, const std::shared_ptr<audit_line>& line, int& status) {
  const auto place = [line](CLI::App* command) {
    command->add_option("--data", line->data, "Data folder")->capture_default_str();
    command->add_option("--config", line->config_file, "Configuration, for another store")
        ->capture_default_str();
    return command;
  };
  CLI::App* copy = place(audit.add_subcommand("export", "A copy, for checking elsewhere"));
  copy->add_option("folder", line->to, "Folder the copy is written to")->required();
  copy->callback([line, &status] {
    status = on_store(*line, [&](audit_book& book) {
      return export_audit(book, line->to, std::cout, std::cerr);
    });
  });
  place(audit.add_subcommand("checkpoint", "The newest signed state"))->callback([line, &status] {
    status = on_store(
        *line, [](audit_book& book) { return print_checkpoint(book, std::cout, std::cerr); });
  });
}

void add_of_witness(CLI::App& audit, const std::shared_ptr<audit_line>& line, int& status) {
  CLI::App* key = audit.add_subcommand("new-key", "A key for a witness; prints the public part");
  key->add_option("name", line->name, "Name of the witness")->required();
  key->add_option("--out", line->to, "File for the private part")->required();
  key->callback(
      [line, &status] { status = make_witness_key(line->name, line->to, std::cout, std::cerr); });
  CLI::App* sign = audit.add_subcommand(
      "cosign", "Sign a checkpoint (standard input) that a copy of the log has proved");
  sign->add_option("--key", line->witness.key_file, "Private key of the witness")->required();
  sign->add_option("--log-key", line->witness.log_key, "Public key of the log")->required();
  sign->add_option("--copy", line->witness.copy, "Folder of qorgan audit export")->required();
  sign->add_option("--before", line->witness.before, "Checkpoint that was signed last");
  sign->callback([line, &status] {
    status = cosign_checkpoint(line->witness, std::cin, std::cout, std::cerr);
  });
}

}  // namespace

void add_audit_commands(CLI::App& root, int& status) {
  auto line = std::make_shared<audit_line>();
  CLI::App* audit = root.add_subcommand("audit", "The audit log: copy, checkpoint, witness");
  audit->require_subcommand(1);
  add_of_store(*audit, line, status);
  add_of_witness(*audit, line, status);
}

}  // namespace qorgan::app
