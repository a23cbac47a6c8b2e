#include "app/user_command.h"

#include <sodium.h>

#include <algorithm>
#include <array>
#include <istream>
#include <ostream>
#include <utility>

#include "console/server.h"
#include "os/clock.h"

namespace qorgan::app {
namespace {

constexpr std::size_t kLeastPasswordBytes = 10;
constexpr std::string_view kDemonstrationSecret = "qorgan-demo";
constexpr std::array<std::pair<std::string_view, role>, 5> kDemonstrationUsers{
    {{"operator", role::operator_},
     {"lead", role::shift_lead},
     {"prosecutor", role::prosecutor},
     {"engineer", role::engineer},
     {"administrator", role::administrator}}};

bool good_name(std::string_view name) {
  return !name.empty() && name.size() <= 32 && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
  });
}

audit_entry entry(timestamp at, std::string_view action, std::string_view subject) {
  return {at, "system", std::string(action), std::string(subject), ""};
}

int add_user(const user_command& command, people& directory, std::istream& in, std::ostream& out,
             std::ostream& err) {
  const auto acts_as = parse_role(command.role_name);
  if (!good_name(command.name)) {
    err << "a name is 1 to 32 of a-z, 0-9, '-', '.', '_'\n";
    return 2;
  }
  if (!acts_as) {
    err << "'" << command.role_name << "' is not a role; roles are";
    for (const role each : kRoles) err << " " << to_string(each);
    err << "\n";
    return 2;
  }
  std::string password;
  std::getline(in, password);
  if (password.size() < kLeastPasswordBytes) {
    err << "a password has at least " << kLeastPasswordBytes
        << " characters; give it on one line\n";
    return 2;
  }
  user value;
  value.name = command.name;
  value.display_name = command.display_name.empty() ? command.name : command.display_name;
  value.acts_as = *acts_as;
  value.password_hash = console::hash_password(password);
  directory.save_user(value, entry(os::clock().now(), "save_user", value.name));
  out << "saved " << value.name << " as " << to_string(value.acts_as) << "\n";
  return 0;
}

int set_disabled(const user_command& command, people& directory, std::ostream& out,
                 std::ostream& err) {
  auto found = directory.find_user(command.name);
  if (!found) {
    err << "no user is called '" << command.name << "'\n";
    return 1;
  }
  found->disabled = command.what == user_command::action::disable;
  const char* action = found->disabled ? "disable_user" : "enable_user";
  directory.save_user(*found, entry(os::clock().now(), action, found->name));
  out << found->name << (found->disabled ? " is disabled\n" : " is enabled\n");
  return 0;
}

void save(people& directory, std::string_view name, role acts_as, const std::string& password,
          bool demonstration, timestamp now) {
  user value;
  value.name = name;
  value.display_name = name;
  value.acts_as = acts_as;
  value.password_hash = console::hash_password(password);
  value.demonstration = demonstration;
  directory.save_user(value, entry(now, "save_user", name));
}

}  // namespace

std::string random_password() {
  constexpr std::string_view kLetters = "abcdefghjkmnpqrstuvwxyz23456789";
  std::string out;
  for (int i = 0; i < 20; ++i) {
    if (i > 0 && i % 5 == 0) out += '-';
    out += kLetters[randombytes_uniform(kLetters.size())];
  }
  return out;
}

std::string prepare_people(people& directory, bool demonstration, bool loopback, timestamp now) {
  if (demonstration) {
    // Known passwords are for this machine only; a demonstration that others can reach gets
    // secrets.
    const std::string secret = loopback ? std::string(kDemonstrationSecret) : random_password();
    std::string names;
    for (const auto& [name, acts_as] : kDemonstrationUsers) {
      const auto known = directory.find_user(name);
      if (!loopback || !known || !known->demonstration) {
        save(directory, name, acts_as, secret, true, now);
      }
      names += names.empty() ? "" : ", ";
      names += name;
    }
    return "demonstration users: " + names + "; password " + secret;
  }
  if (!directory.users().empty()) return {};
  const std::string secret = random_password();
  save(directory, "engineer", role::engineer, secret, false, now);
  return "first start: sign in as engineer with the password " + secret +
         " (shown once; change it with: qorgan user add engineer --role engineer)";
}

int run_user(const user_command& command, people& directory, std::istream& in, std::ostream& out,
             std::ostream& err) {
  switch (command.what) {
    case user_command::action::add: return add_user(command, directory, in, out, err);
    case user_command::action::disable:
    case user_command::action::enable: return set_disabled(command, directory, out, err);
    case user_command::action::list: break;
  }
  for (const user& one : directory.users()) {
    out << one.name << "\t" << to_string(one.acts_as) << "\t" << one.display_name
        << (one.disabled ? "\tdisabled" : "") << (one.demonstration ? "\tdemonstration" : "")
        << "\n";
  }
  return 0;
}

}  // namespace qorgan::app
