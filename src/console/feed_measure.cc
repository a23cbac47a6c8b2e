// How the browsers on the feed fare: who paints, who is late, who is neither seen nor heard.

#include <algorithm>

#include "console/feed_client.h"

namespace qorgan::console {

void feed::measure(const times& at) {
  feed_figures out;
  std::vector<seen_console> consoles;
  out.connected = clients_.size();
  out.resyncs = resyncs_;
  for (const auto& [number, who] : clients_) {
    if (who->late) ++out.slow;
    const std::int64_t lag_ms =
        who->unpainted.empty() ? 0 : at.steady_ms - who->unpainted.front().second;
    // A picture is confirmed with a pong, so up to one ping's time old without any fault.
    const std::int64_t beyond_ms = std::max<std::int64_t>(0, lag_ms - options_.ping_every_ms);
    out.worst_lag_ms = std::max(out.worst_lag_ms, beyond_ms);
    const bool silent = at.steady_ms - who->heard_at_ms >= options_.frozen_after_ms;
    const bool frozen = silent || lag_ms >= options_.frozen_after_ms;
    if (frozen) ++out.frozen;
    consoles.push_back({who->actor, who->said.hidden, frozen, who->said.sound});
  }
  const std::lock_guard lock{figures_mutex_};
  figures_ = out;
  consoles_ = std::move(consoles);
}

std::vector<seen_console> feed::consoles() const {
  const std::lock_guard lock{figures_mutex_};
  return consoles_;
}

feed_figures feed::figures() const {
  const std::lock_guard lock{figures_mutex_};
  return figures_;
}

}  // namespace qorgan::console
