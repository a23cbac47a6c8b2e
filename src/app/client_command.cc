#include "app/client_command.h"

#include <algorithm>
#include <ostream>

#include "console/passwords.h"
#include "console/screen/client_table.h"
#include "os/clock.h"

namespace qorgan::app {
namespace {

bool good_name(std::string_view name) {
  return !name.empty() && name.size() <= 32 && std::ranges::all_of(name, [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
  });
}

std::string joined(const std::vector<std::string>& names) {
  std::string out;
  for (const std::string& name : names) out += (out.empty() ? "" : ",") + name;
  return out;
}

/// Empty: nothing is wrong.
std::string mistake_of(const client_command& command, const std::vector<std::string>& known_trunks,
                       const std::vector<api_client>& all) {
  if (!good_name(command.name)) return "a name is 1 to 32 of a-z, 0-9, '-', '.', '_'";
  if (command.trunks.empty() && command.reports.empty()) {
    return "name the trunks it may ask about (--trunks NAME,NAME), or as what it reports "
           "(--reports)";
  }
  const auto source = parse_report_source(command.reports);
  if (!command.reports.empty() && (!source || *source == report_source::operator_)) {
    return "--reports must be citizen, police, bank or honeypot";
  }
  for (const std::string& trunk : command.trunks) {
    if (std::ranges::find(known_trunks, trunk) == known_trunks.end()) {
      return "the configuration has no trunk '" + trunk + "'; it has " + joined(known_trunks);
    }
  }
  const bool is_new = std::ranges::find(all, command.name, &api_client::name) == all.end();
  const auto in_use = static_cast<std::size_t>(
      std::ranges::count_if(all, [](const api_client& one) { return !one.revoked; }));
  if (is_new && in_use >= console::client_table::kClients) {
    return "there are " + std::to_string(in_use) + " clients already; revoke one first";
  }
  return {};
}

int add(const client_command& command, const std::vector<std::string>& known_trunks,
        api_clients& directory, std::ostream& out, std::ostream& err) {
  const std::string mistake = mistake_of(command, known_trunks, directory.clients());
  if (!mistake.empty()) {
    err << mistake << "\n";
    return 2;
  }
  const std::string token = "qorgan_" + console::random_token();
  const timestamp now = os::clock().now();
  directory.save_client(
      {command.name, console::sha256_hex(token), command.trunks, command.per_second, false, now,
       parse_report_source(command.reports)},
      {now, "system", "save_client", command.name,
       "trunks " + joined(command.trunks) + ", " + std::to_string(command.per_second) +
           " a second" + (command.reports.empty() ? "" : ", reports as " + command.reports)});
  out << "client " << command.name;
  if (!command.trunks.empty()) {
    out << " may ask about " << joined(command.trunks) << ", " << command.per_second
        << " times a second;";
  }
  if (!command.reports.empty()) out << " may report as " << command.reports << ";";
  out << " known to a running centre within 2 s\n"
      << "token (shown once): " << token << "\n";
  return 0;
}

int revoke(const client_command& command, api_clients& directory, std::ostream& out,
           std::ostream& err) {
  for (api_client& one : directory.clients()) {
    if (one.name != command.name) continue;
    one.revoked = true;
    one.token_hash.clear();
    directory.save_client(one, {os::clock().now(), "system", "revoke_client", one.name, ""});
    out << one.name << " may not ask any more; known to a running centre within 2 s\n";
    return 0;
  }
  err << "no client is called '" << command.name << "'\n";
  return 1;
}

}  // namespace

int run_client(const client_command& command, const std::vector<std::string>& known_trunks,
               api_clients& directory, std::ostream& out, std::ostream& err) {
  switch (command.what) {
    case client_command::action::add: return add(command, known_trunks, directory, out, err);
    case client_command::action::revoke: return revoke(command, directory, out, err);
    case client_command::action::list: break;
  }
  for (const api_client& one : directory.clients()) {
    out << one.name << "\t" << joined(one.trunks) << "\t" << one.per_second << "/s\t"
        << to_rfc3339(one.created_at) << (one.reports ? "\treports as " : "")
        << (one.reports ? to_string(*one.reports) : "") << (one.revoked ? "\trevoked" : "") << "\n";
  }
  return 0;
}

}  // namespace qorgan::app
