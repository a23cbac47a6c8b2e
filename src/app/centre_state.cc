#include "app/centre_state.h"

#include "app/policy_bundle_text.h"
#include "app/reload.h"

namespace qorgan::app {

centre_status centre::state::status() const {
  centre_status out;
  out.now = clock.now();
  out.version = "0.1.0";
  out.node = settings.node;
  out.gateway = calls->figures();
  if (asked) out.screening = asked->figures();
  out.screening.enabled = asked != nullptr;
  if (web) out.reports = web->report_figures();
  out.journal = log->figures();
  out.projection = projection->figures();
  if (web) out.desk = web->desk();
  if (orders) out.orders = orders->figures();
  if (sealer) out.audit = sealer->figures();
  out.verifies_passports = passports != nullptr;
  if (passports) out.identity = passports->figures();
  out.store = store_name;
  out.demonstration = settings.demonstration;
  return out;
}

console::reload_result centre::state::reload() {
  const std::lock_guard lock(policy_guard);
  console::reload_result out;
  auto fresh = check(settings.file);
  if (!fresh) {
    out.errors = fresh.error();
    return out;
  }
  // The journal has the text before any decision can rest on it.
  const auto digest =
      log->keep_attachment(bundle_to_text(fresh->bundle, fresh->settings.trunks_text));
  if (!digest) {
    out.errors.push_back({settings.file, 0, "not adopted: " + digest.error()});
    return out;
  }
  // Files beside the configuration: broken ones leave everything as it was.
  if (const auto read = calls->renew_certificates(); !read) {
    out.errors.push_back({settings.file, 0, "sip.tls: " + read.error()});
  }
  if (passports) {
    if (const auto read = passports->reload(); !read) {
      out.errors.push_back({settings.file, 0, "stir: " + read.error()});
    }
  }
  if (!out.errors.empty()) return out;
  out.needs_restart = keys_that_need_a_restart(settings, fresh->settings);
  const auto names = trunk_names(fresh->settings);
  web->know_trunks(names, redirecting_trunks(fresh->settings));
  try {
    archive->save_trunks(names);
  } catch (const std::exception& error) {
    // Screening does not wait for the database; the names are saved at the next start.
    log_event(log_level::warn, "trunk_names_not_saved", {{"why", error.what()}});
  }
  set_log_level(fresh->settings.log_level);
  emergency.store(emergency_rules_of(*fresh->policy, fresh->settings.gateway.trunks));
  law.store(std::move(fresh->law), fresh->policy);
  calls->adopt(std::move(fresh->policy), *digest, std::move(fresh->settings.gateway));
  bundle = std::move(fresh->bundle);
  out.adopted = true;
  out.digest = *digest;
  return out;
}

}  // namespace qorgan::app
