#include "app/reload.h"

#include <algorithm>

#include "app/log.h"
#include "os/clock.h"

namespace qorgan::app {
namespace {

bool same_listeners(const gateway::gateway_options& a, const gateway::gateway_options& b) {
  return std::ranges::equal(a.listen, b.listen, [](const auto& one, const auto& other) {
    return one.over == other.over && one.at == other.at;
  });
}

bool same_screening(const config& a, const config& b) {
  const gateway::enquiry_options& one = a.gateway.enquiries;
  const gateway::enquiry_options& other = b.gateway.enquiries;
  return a.screen.enabled == b.screen.enabled && a.screen.listen == b.screen.listen &&
         a.screen.patience_ms == b.screen.patience_ms && one.enabled == other.enabled &&
         one.max_calls == other.max_calls && one.unheard_ms == other.unheard_ms &&
         one.retry_window_ms == other.retry_window_ms;
}

}  // namespace

std::vector<std::string> keys_that_need_a_restart(const config& running, const config& fresh) {
  std::vector<std::string> out;
  const auto fixed = [&out](const char* key, bool same) {
    if (!same) out.emplace_back(key);
  };
  fixed("node", running.node == fresh.node);
  fixed("demonstration", running.demonstration == fresh.demonstration);
  fixed("realtime", running.realtime == fresh.realtime);
  fixed("clock.speed", running.clock_speed == fresh.clock_speed);
  fixed("sip.listen", same_listeners(running.gateway, fresh.gateway));
  fixed("sip.max_live_calls", running.gateway.max_live_calls == fresh.gateway.max_live_calls);
  fixed("sip.max_transactions", running.gateway.max_transactions == fresh.gateway.max_transactions);
  fixed("sip.overload_wait_ms", running.gateway.overload_wait_ms == fresh.gateway.overload_wait_ms);
  fixed("sip.drain_limit_ms", running.drain_limit_ms == fresh.drain_limit_ms);
  fixed("sip.tls", running.gateway.tls == fresh.gateway.tls);
  fixed("sip.streams", running.gateway.streams == fresh.gateway.streams);
  fixed("sip.resolver", running.gateway.resolver == fresh.gateway.resolver);
  fixed("watch", running.gateway.watch == fresh.gateway.watch);
  fixed("stir", running.stir == fresh.stir && running.verifies == fresh.verifies);
  fixed("engine.memory_mb", running.engine.memory_bytes == fresh.engine.memory_bytes);
  fixed("journal.sync", running.sync == fresh.sync);
  fixed("store.url", running.store_url == fresh.store_url);
  fixed("reports.per_second", running.reports_per_second == fresh.reports_per_second);
  fixed("console.listen", running.console == fresh.console);
  fixed("screen", same_screening(running, fresh));
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

void log_reload(const console::reload_result& result) {
  for (const config_error& error : result.errors) {
    log_event(log_level::error, "not_reloaded",
              {{"file", error.file}, {"line", std::to_string(error.line)}, {"why", error.message}});
  }
  if (!result.adopted) return;
  log_event(log_level::info, "reloaded", {{"digest", result.digest.substr(0, 12)}});
  if (result.needs_restart.empty()) return;
  std::string keys;
  for (const std::string& key : result.needs_restart) keys += (keys.empty() ? "" : ",") + key;
  log_event(log_level::warn, "needs_restart", {{"keys", keys}});
}

void audit_reload(people& directory, const console::reload_result& result) {
  const std::string outcome =
      result.adopted ? "adopted " + result.digest
                     : std::to_string(result.errors.size()) + " mistakes; nothing changed";
  try {
    directory.add_audit({os::clock().now(), "system", "reload_policy", "policy", outcome});
  } catch (const std::exception& error) {
    log_event(log_level::warn, "audit_not_saved", {{"why", error.what()}});
  }
}

}  // namespace qorgan::app
