#include "os/mapped_file.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace qorgan::os {
namespace {

std::unexpected<std::string> failure(const std::string& path, int error) {
  return std::unexpected(path + ": " + std::generic_category().message(error));
}

}  // namespace

std::expected<mapped_file, std::string> mapped_file::open(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return failure(path, errno);
  struct stat about{};
  const int failed = ::fstat(fd, &about) == 0 ? 0 : errno;
  if (failed != 0 || !S_ISREG(about.st_mode)) {
    ::close(fd);
    if (failed != 0) return failure(path, failed);
    return std::unexpected(path + ": not a regular file");
  }
  const auto size = static_cast<std::size_t>(about.st_size);
  if (size == 0) {  // nothing to map
    ::close(fd);
    return mapped_file{nullptr, 0};
  }
  void* data = ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, fd, 0);
  const int error = errno;
  ::close(fd);
  if (data == MAP_FAILED) return failure(path, error);
  return mapped_file{static_cast<const char*>(data), size};
}

mapped_file::mapped_file(mapped_file&& other) noexcept
    : data_{std::exchange(other.data_, nullptr)}, size_{std::exchange(other.size_, 0)} {}

mapped_file::~mapped_file() {
  if (data_ != nullptr) ::munmap(const_cast<char*>(data_), size_);
}

}  // namespace qorgan::os
