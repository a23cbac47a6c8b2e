#include "gateway/next_hop_names.h"

namespace qorgan::gateway {
namespace {

constexpr std::int64_t kFirstPatience_ms = 3'000;

}  // namespace

std::vector<watched_name> names_of(const std::vector<trunk_options>& trunks) {
  std::vector<watched_name> out;
  for (const trunk_options& trunk : trunks) {
    for (const next_hop& hop : trunk.next_hops) {
      if (!hop.host.empty()) out.push_back({trunk.id, hop});
    }
  }
  return out;
}

std::unique_ptr<name_watch> watch_next_hops(call_path& path, const net::wake_fd& mail,
                                            std::unique_ptr<net::name_source> source) {
  // Listeners do not change once they are open, so that the other thread may look at them.
  const auto can = [&path](transport over, bool is_v4) {
    return path.sockets.find(over, is_v4 ? from_v4(0, 0) : ip_endpoint{}).has_value();
  };
  const auto on_moved = [&path, &mail](const watched_name& name, const location& found) {
    {
      const std::lock_guard lock(path.letters.guard);
      path.letters.moved_names.emplace_back(name, found);
      path.letters.has_mail.store(true, std::memory_order_release);
    }
    mail.wake();
  };
  auto watch =
      std::make_unique<name_watch>(names_of(path.options.trunks), std::move(source), can, on_moved);
  watch->start();
  watch->wait_for_first(kFirstPatience_ms);
  return watch;
}

}  // namespace qorgan::gateway
