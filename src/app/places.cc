#include "app/places.h"

#include <grp.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <ostream>

#include "app/config.h"
#include "app/data_dir.h"

namespace qorgan::app {
namespace {

constexpr const char* kInstalledData = "/var/lib/qorgan";
constexpr const char* kInstalledConfig = "/etc/qorgan/qorgan.yaml";

/// Only root does something here. False: it could not be done.
bool become_owner_of(const std::string& folder) {
  struct stat info{};
  if (::geteuid() != 0 || ::stat(folder.c_str(), &info) != 0 || info.st_uid == 0) return true;
  return ::setgroups(0, nullptr) == 0 && ::setgid(info.st_gid) == 0 && ::setuid(info.st_uid) == 0;
}

}  // namespace

bool can_see(const std::string& path) {
  std::error_code error;
  return std::filesystem::exists(path, error);
}

std::string default_data_dir() {
  return !can_see("data") && can_see(kInstalledData) ? kInstalledData : "data";
}

std::string default_config() {
  return can_see(kInstalledConfig) ? kInstalledConfig : "";
}

std::expected<std::unique_ptr<store::store>, int> open_store(const std::string& config_file,
                                                             const std::string& data,
                                                             std::ostream& err) {
  std::string url = "sqlite";
  if (!config_file.empty()) {
    const auto settings = load_config(config_file);
    if (!settings) {
      err << to_text(settings.error());
      return std::unexpected(2);
    }
    url = settings->store_url;
  }
  std::error_code error;
  std::filesystem::create_directories(data, error);
  if (error) {
    err << "qorgan: data folder " << data << ": " << error.message() << "\n";
    return std::unexpected(1);
  }
  if (!become_owner_of(data)) {
    err << "qorgan: cannot become the owner of " << data << ": " << std::strerror(errno) << "\n";
    return std::unexpected(1);
  }
  if (url.starts_with("sqlite") && ::access(data.c_str(), R_OK | W_OK | X_OK) != 0) {
    err << "qorgan: data folder " << data << ": " << std::strerror(errno)
        << "; run this as root or as the folder's owner\n";
    return std::unexpected(1);
  }
  auto opened = store::store::open(store_url_in(url, data));
  if (!opened) {
    err << "qorgan: store: " << opened.error() << "\n";
    return std::unexpected(1);
  }
  return std::move(*opened);
}

}  // namespace qorgan::app
