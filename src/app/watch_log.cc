#include "app/watch_log.h"

#include <utility>

namespace qorgan::app {

std::optional<watch_log::dropped> watch_log::look(const watch_figures& now) {
  const watch_figures was = std::exchange(before_, now);
  dropped out;
  out.strangers = now.strangers - was.strangers;
  out.wrong_key = now.wrong_key - was.wrong_key;
  out.old_version = now.old_version - was.old_version;
  out.malformed = now.malformed + now.bad_sip - was.malformed - was.bad_sip;
  out.forgotten = now.forgotten - was.forgotten;
  const std::uint64_t all =
      out.strangers + out.wrong_key + out.old_version + out.malformed + out.forgotten;
  return all == 0 ? std::nullopt : std::optional{out};
}

}  // namespace qorgan::app
