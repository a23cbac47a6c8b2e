#pragma once

#include <iosfwd>
#include <string>

#include "domain/people.h"

namespace qorgan::app {

struct user_command {
  enum class action { add, list, disable, enable };
  action what = action::list;
  std::string name;
  std::string display_name;
  std::string role_name = "operator";
};

/// `qorgan user …`. The password of a new user is read as one line from `in`; an existing user of
/// the same name gets the new password. Exit status.
int run_user(const user_command& command, people& directory, std::istream& in, std::ostream& out,
             std::ostream& err);

/// A random password of four groups of five letters and digits, without look-alikes.
std::string random_password();

/// Creates what a first start needs and says it in words: the demonstration's users, or one
/// engineer with a one-time password when nobody is there yet. Empty when there is nothing to say.
std::string prepare_people(people& directory, bool demonstration, bool loopback, timestamp now);

}  // namespace qorgan::app
