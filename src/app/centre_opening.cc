#include "app/centre_state.h"
#include "app/metrics.h"
#include "app/planned_restart.h"
#include "app/policy_bundle_text.h"
#include "app/reload.h"
#include "app/user_command.h"
#include "app/warm_start.h"

namespace qorgan::app {
namespace {

using failure = std::unexpected<std::string>;

std::vector<console::detector_text> detector_texts() {
  std::vector<console::detector_text> out;
  for (const engine::detector_words& words : engine::all_detectors()) {
    out.push_back({words.id, std::string(words.name), std::string(words.title_en),
                   std::string(words.title_ru), std::string(words.title_kk),
                   std::string(words.says_en), std::string(words.says_ru),
                   std::string(words.says_kk)});
  }
  return out;
}

std::vector<trunk_id> domestic_trunks(const config& settings) {
  std::vector<trunk_id> out;
  for (const auto& trunk : settings.gateway.trunks) {
    if (trunk.kind == trunk_kind::domestic) out.push_back(trunk.id);
  }
  return out;
}

bool is_loopback(const ip_endpoint& at) {
  return parse_block("127.0.0.0/8")->contains(at) || parse_block("::1")->contains(at);
}

}  // namespace

std::expected<void, std::string> open_storage(centre::state& s, const std::string& data_path) {
  auto folder = data_dir::take(data_path);
  if (!folder) return failure(folder.error());
  s.folder.emplace(std::move(*folder));
  const std::string url = store_url_in(s.settings.store_url, data_path);
  auto archive = store::store::open(url);
  if (!archive) return failure("store: " + archive.error());
  s.archive = std::move(*archive);
  s.archive->save_trunks(trunk_names(s.settings));
  s.store_name = s.archive->description();
  auto key = take_audit_key(s.folder->audit_key_path(), "qorgan/" + s.settings.node);
  if (!key) return failure("audit: " + key.error());
  s.audit_key = key->open.text();
  s.sealer = std::make_unique<audit_sealer>(*s.archive, std::move(*key), s.clock);
  journal::journal_options options;
  options.path = s.folder->journal_path();
  options.sync = s.settings.sync;
  if (s.settings.realtime) options.realtime_level = kJournalLevel;
  auto log = journal::journal::open(options);
  if (!log) return failure("journal: " + log.error());
  s.log = std::move(*log);
  s.committed_at_start = s.log->committed();
  return {};
}

std::expected<void, std::string> open_call_path(
    centre::state& s, std::shared_ptr<const engine::policy_snapshot> policy) {
  const auto digest = s.log->keep_attachment(bundle_to_text(s.bundle, s.settings.trunks_text));
  if (!digest) return failure("journal: " + digest.error());
  s.screening = std::make_unique<engine::engine>(s.settings.engine, policy);
  recently_asked recent(s.settings.gateway.enquiries);
  const auto warmed = warm_start(*s.screening, s.folder->journal_path(),
                                 [&recent](const record& entry) { recent.look_at(entry); });
  if (!warmed) return failure("journal: " + warmed.error());
  if (*warmed > 0) {
    log_event(log_level::info, "engine_fed_from_journal", {{"records", std::to_string(*warmed)}});
  }
  if (s.settings.verifies) {
    auto passports = stir::verifier::open(s.settings.stir, [&s] { return s.clock.now(); });
    if (!passports) return failure("stir: " + passports.error());
    s.passports = std::move(*passports);
  }
  gateway::gateway::dependencies needs{*s.screening, *s.log, s.clock, s.passports.get()};
  auto calls = gateway::gateway::open(s.settings.gateway, needs);
  if (!calls) return failure("sip: " + calls.error());
  s.calls = std::move(*calls);
  take_over_calls(s.folder->carried_path(), {*s.calls, *s.log, s.clock});
  s.calls->remember(recent.take());
  s.emergency.store(emergency_rules_of(*policy, s.settings.gateway.trunks));
  s.law.store(std::move(s.first_law), policy);
  s.orders = std::make_unique<order_keeper>(
      order_keeper::dependencies{*s.archive, *s.archive, *s.calls, s.clock}, s.screening->orders());
  s.calls->adopt(std::move(policy), *digest);
  return {};
}

std::expected<void, std::string> open_console(centre::state& s, const centre_options& options) {
  console::console_options settings;
  settings.listen = s.settings.console;
  if (!options.http.empty()) {
    const auto at = parse_endpoint(options.http, 8080);
    if (!at) return failure("--http: " + at.error());
    settings.listen = *at;
  }
  settings.web_root = options.web_root;
  settings.demonstration = s.settings.demonstration;
  settings.reports_per_second = s.settings.reports_per_second;
  settings.trunks = trunk_names(s.settings);
  settings.detectors = detector_texts();
  settings.desk = s.settings.desk;
  s.trials = std::make_unique<whatif_runner>(
      whatif_runner::surroundings{s.folder->journal_path(), s.settings.engine,
                                  [&s] {
                                    const std::lock_guard lock(s.policy_guard);
                                    return s.bundle;
                                  },
                                  [&s] { return s.clock.now(); }});
  console::server::dependencies needs{
      *s.archive,
      *s.archive,
      *s.calls,
      *s.archive,
      *s.archive,
      *s.calls,
      *s.archive,
      s,
      s.clock,
      [&s] {
        console::reload_result result = s.reload();
        log_reload(result);
        return result;
      },
      *s.trials,
      [&s] {
        const std::lock_guard lock(s.policy_guard);
        return s.bundle.yaml;
      },
      [&s] { return metrics_text(s.status()); },
      {*s.archive, *s.archive, *s.archive, *s.archive, [&s] { return s.law.bases(); },
       [&s] { s.orders->notify(); }, [&s](std::string_view caller) { return s.law.trusts(caller); },
       domestic_trunks(s.settings), s.audit_key},
  };
  auto web = console::server::open(std::move(settings), std::move(needs));
  if (!web) return failure("console: " + web.error());
  s.web = std::move(*web);
  s.people_words = prepare_people(*s.archive, s.settings.demonstration,
                                  is_loopback(s.web->address()), s.clock.now());
  return {};
}

std::expected<void, std::string> open_questions(centre::state& s) {
  auto asked = open_screening({s.settings, *s.calls, *s.archive, s.emergency, detector_texts()});
  if (!asked) return failure("screen: " + asked.error());
  s.asked = std::move(*asked);
  return {};
}

}  // namespace qorgan::app
