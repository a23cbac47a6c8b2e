#include "app/data_dir.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <filesystem>
#include <utility>

namespace qorgan::app {

std::expected<data_dir, std::string> data_dir::take(const std::string& path) {
  std::error_code error;
  std::filesystem::create_directories(path, error);
  if (error) return std::unexpected("data folder " + path + ": " + error.message());
  // It holds personal data: nobody but its owner reads it.
  std::filesystem::permissions(path, std::filesystem::perms::owner_all, error);
  const std::string lock = path + "/lock";
  const int fd = open(lock.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0) return std::unexpected("data folder " + path + ": " + std::strerror(errno));
  if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
    close(fd);
    return std::unexpected("data folder " + path + " is in use by another qorgan");
  }
  const std::string holder = std::to_string(::getpid()) + "\n";
  if (::ftruncate(fd, 0) != 0 || ::pwrite(fd, holder.data(), holder.size(), 0) < 0) {
    close(fd);
    return std::unexpected("data folder " + path + ": " + std::strerror(errno));
  }
  return data_dir(path, fd);
}

std::optional<int> holder_of(const std::string& path) {
  const int fd = open((path + "/lock").c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return std::nullopt;
  const bool held = flock(fd, LOCK_SH | LOCK_NB) != 0;
  char text[32] = {};
  const ssize_t size = ::pread(fd, text, sizeof text - 1, 0);
  close(fd);
  int holder = 0;
  std::from_chars(text, text + std::max<ssize_t>(size, 0), holder);
  if (!held || holder <= 0) return std::nullopt;
  return holder;
}

data_dir::data_dir(data_dir&& other) noexcept
    : path_{std::move(other.path_)}, lock_fd_{std::exchange(other.lock_fd_, -1)} {}

data_dir::~data_dir() {
  if (lock_fd_ >= 0) close(lock_fd_);
}

std::string store_url_in(const std::string& url, const std::string& data_dir_path) {
  return url == "sqlite" ? "sqlite:" + data_dir_path + "/store.sqlite" : url;
}

}  // namespace qorgan::app
