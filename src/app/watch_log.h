#pragma once

#include <optional>

#include "domain/centre_status.h"

namespace qorgan::app {

/// What arrived at the mirror's ports since the last look and was dropped, for one line of the log:
/// whoever asks once a minute writes at most one line a minute. The call path itself writes none.
class watch_log {
 public:
  struct dropped {
    std::uint64_t strangers = 0;
    std::uint64_t wrong_key = 0;
    std::uint64_t old_version = 0;
    std::uint64_t malformed = 0;  ///< packets and SIP in them
    std::uint64_t forgotten = 0;  ///< watched calls that made room
  };

  /// Nothing when nothing was dropped.
  std::optional<dropped> look(const watch_figures& now);

 private:
  watch_figures before_;
};

}  // namespace qorgan::app
