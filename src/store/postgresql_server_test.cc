#include "store/postgresql_server.h"

#include <fcntl.h>
#include <grp.h>
#include <pwd.h>
#include <signal.h>
#include <soci/postgresql/soci-postgresql.h>
#include <soci/soci.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <stdexcept>
#include <thread>
#include <vector>

namespace qorgan::store {
namespace {

namespace fs = std::filesystem;

/// The newest of the versions that Debian has installed side by side.
std::string binaries() {
  int newest = 0;
  const fs::path root = "/usr/lib/postgresql";
  if (fs::exists(root)) {
    for (const auto& entry : fs::directory_iterator(root)) {
      const int version = std::atoi(entry.path().filename().c_str());
      if (fs::exists(entry.path() / "bin/initdb")) newest = std::max(newest, version);
    }
  }
  if (newest < 15) throw std::runtime_error("PostgreSQL 15 or newer is not installed");
  return root / std::to_string(newest) / "bin";
}

/// PostgreSQL refuses to run as root.
void become_postgres() {
  if (::geteuid() != 0) return;
  const passwd* const who = ::getpwnam("postgres");
  if (who == nullptr || ::setgroups(0, nullptr) != 0 || ::setgid(who->pw_gid) != 0 ||
      ::setuid(who->pw_uid) != 0) {
    ::_exit(120);
  }
}

pid_t run(const std::vector<std::string>& words, const std::string& folder) {
  const pid_t child = ::fork();
  if (child != 0) return child;
  become_postgres();
  ::prctl(PR_SET_PDEATHSIG, SIGINT);
  const int log = ::open((folder + "/log").c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
  ::dup2(log, 1);
  ::dup2(log, 2);
  std::vector<char*> arguments;
  for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  ::execv(arguments[0], arguments.data());
  ::_exit(121);
}

/// Runs in a process of its own until the other end of `alive_fd` is closed.
[[noreturn]] void guard(const std::string& folder, const std::string& bin, int alive_fd) {
  ::setsid();
  ::signal(SIGINT, SIG_IGN);
  ::signal(SIGTERM, SIG_IGN);
  const std::string data = folder + "/data";
  int status = 0;
  const pid_t made = run({bin + "/initdb", "-D", data, "-U", "qorgan", "-A", "trust", "-E", "UTF8",
                          "--locale=C", "--no-sync"},
                         folder);
  ::waitpid(made, &status, 0);
  pid_t server = -1;
  if (status == 0) {
    server = run({bin + "/postgres", "-D", data, "-k", folder, "-c", "listen_addresses=", "-c",
                  "fsync=off", "-c", "shared_buffers=64MB", "-c", "log_min_messages=error"},
                 folder);
  }
  char end;
  while (::read(alive_fd, &end, 1) > 0) {
  }
  if (server > 0) {
    ::kill(server, SIGINT);  // fast shutdown
    ::waitpid(server, &status, 0);
  }
  std::error_code ignored;
  fs::remove_all(folder, ignored);
  ::_exit(0);
}

std::string parameters(const std::string& folder) {
  return "host=" + folder + " user=qorgan dbname=postgres";
}

}  // namespace

postgresql_server::postgresql_server() {
  const std::string bin = binaries();
  std::string pattern = (fs::temp_directory_path() / "qorgan-pg-XXXXXX").string();
  if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
  folder_ = pattern;
  if (::geteuid() == 0) {
    const passwd* const who = ::getpwnam("postgres");
    if (who == nullptr || ::chown(folder_.c_str(), who->pw_uid, who->pw_gid) != 0) {
      throw std::runtime_error("there is no user postgres");
    }
  }
  int ends[2];
  if (::pipe2(ends, O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
  guardian_ = ::fork();
  if (guardian_ == 0) {
    ::close(ends[1]);
    guard(folder_, bin, ends[0]);
  }
  ::close(ends[0]);
  alive_fd_ = ends[1];
  const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds{60};
  for (;;) {
    try {
      const soci::session probe(soci::postgresql, parameters(folder_));
      return;
    } catch (const std::exception& error) {
      if (std::chrono::steady_clock::now() > give_up) {
        throw std::runtime_error("PostgreSQL does not start: " + std::string(error.what()));
      }
      std::this_thread::sleep_for(std::chrono::milliseconds{50});
    }
  }
}

postgresql_server::~postgresql_server() {
  ::close(alive_fd_);
  ::waitpid(guardian_, nullptr, 0);
}

postgresql_server& postgresql_server::shared() {
  static postgresql_server server;
  return server;
}

std::string postgresql_server::fresh_url() {
  const std::string place = "place_" + std::to_string(++places_);
  soci::session session(soci::postgresql, parameters(folder_));
  session << "CREATE SCHEMA " + place;
  return "postgresql:" + parameters(folder_) + " options='-c search_path=" + place + "'";
}

}  // namespace qorgan::store
