#pragma once

#include <sys/types.h>

#include <string>

namespace qorgan::store {

/// A PostgreSQL server for tests alone: made with initdb in a temporary folder, reached only
/// through a Unix socket in it, as user postgres when the tests run as root. A guardian process
/// stops it and removes the folder when this process ends, in whatever way it does. Throws when
/// there is no PostgreSQL: the suite must fail then, not pass.
class postgresql_server {
 public:
  /// Started at first use, shared by all tests of the process.
  static postgresql_server& shared();

  /// URL of an empty place for tables.
  std::string fresh_url();

  postgresql_server(const postgresql_server&) = delete;
  postgresql_server& operator=(const postgresql_server&) = delete;
  ~postgresql_server();

 private:
  postgresql_server();

  std::string folder_;
  pid_t guardian_ = -1;
  int alive_fd_ = -1;  ///< closing it ends the server
  int places_ = 0;
};

}  // namespace qorgan::store
