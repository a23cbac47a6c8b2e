#pragma once

#include <expected>
#include <optional>
#include <string>

namespace qorgan::app {

/// The data folder, created when missing and held by this process alone until destruction.
class data_dir {
 public:
  /// The error is one line: no right, not a folder, or in use by another process.
  static std::expected<data_dir, std::string> take(const std::string& path);
  data_dir(data_dir&& other) noexcept;
  data_dir& operator=(data_dir&&) = delete;
  ~data_dir();

  std::string journal_path() const { return path_ + "/journal.sqlite"; }
  std::string audit_key_path() const { return path_ + "/audit.key"; }
  std::string carried_path() const { return path_ + "/calls.carried"; }
  std::string store_path() const { return path_ + "/store.sqlite"; }

 private:
  data_dir(std::string path, int lock_fd) : path_{std::move(path)}, lock_fd_{lock_fd} {}
  std::string path_;
  int lock_fd_;
};

/// The process that holds a data folder, so that a command can tell it something; nothing when no
/// process does.
std::optional<int> holder_of(const std::string& path);

/// The store's URL with "sqlite" resolved to the data folder.
std::string store_url_in(const std::string& url, const std::string& data_dir_path);

}  // namespace qorgan::app
