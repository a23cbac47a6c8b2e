#pragma once

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "net/http_server.h"

namespace qorgan::console {

/// The built console, read into memory once: no file is opened for a request, so no path of a
/// request can lead out of the folder. Immutable after construction, so safe from any thread.
class static_files {
 public:
  /// Reads at most 2,000 files and 64 MB below `root`; what is beyond is left out. A missing folder
  /// is an empty console. `x.gz` beside `x` is its compressed form.
  explicit static_files(const std::string& root);

  /// The file, or index.html for a path without a dot in its last part, so that a link into the
  /// console works; nothing when there is neither.
  std::optional<net::http_response> find(std::string_view path,
                                         const net::http_request& request) const;
  std::size_t count() const { return files_.size(); }

 private:
  struct file {
    std::string type;
    std::string etag;
    std::shared_ptr<const std::string> bytes;
    std::shared_ptr<const std::string> gzip;
    bool hashed_name = false;  ///< below assets/: the name changes with the content
  };

  std::map<std::string, file, std::less<>> files_;
};

}  // namespace qorgan::console
