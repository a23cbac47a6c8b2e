#include "app/reload.h"

#include <algorithm>

namespace qorgan::app {
namespace {

bool same_listeners(const gateway::gateway_options& a, const gateway::gateway_options& b) {
  return std::ranges::equal(a.listen, b.listen, [](const auto& one, const auto& other) {
    return one.over == other.over && one.at == other.at;
  });
}

}  // namespace

std::vector<std::string> keys_that_need_a_restart(const config& running, const config& fresh) {
  std::vector<std::string> out;
  const auto fixed = [&out](const char* key, bool same) {
    if (!same) out.emplace_back(key);
  };
  fixed("node", running.node == fresh.node);
  fixed("demonstration", running.demonstration == fresh.demonstration);
  fixed("clock.speed", running.clock_speed == fresh.clock_speed);
  fixed("sip.listen", same_listeners(running.gateway, fresh.gateway));
  fixed("sip.max_live_calls", running.gateway.max_live_calls == fresh.gateway.max_live_calls);
  fixed("sip.max_transactions", running.gateway.max_transactions == fresh.gateway.max_transactions);
  fixed("engine.memory_mb", running.engine.memory_bytes == fresh.engine.memory_bytes);
  fixed("journal.sync", running.sync == fresh.sync);
  fixed("store.url", running.store_url == fresh.store_url);
  fixed("console.listen", running.console == fresh.console);
  return out;
}

std::vector<std::pair<trunk_id, std::string>> trunk_names(const config& settings) {
  std::vector<std::pair<trunk_id, std::string>> out;
  for (const auto& trunk : settings.gateway.trunks) out.emplace_back(trunk.id, trunk.name);
  return out;
}

std::unordered_set<std::string> redirecting_trunks(const config& settings) {
  std::unordered_set<std::string> out;
  for (const auto& trunk : settings.gateway.trunks) {
    if (trunk.mode == gateway::trunk_mode::redirect) out.insert(trunk.name);
  }
  return out;
}

}  // namespace qorgan::app
