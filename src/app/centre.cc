#include "app/centre.h"

#include <mutex>
#include <thread>

#include "app/data_dir.h"
#include "app/log.h"
#include "app/metrics.h"
#include "app/planned_restart.h"
#include "app/policy_bundle_text.h"
#include "app/projector.h"
#include "app/reload.h"
#include "app/screening.h"
#include "app/transport_config.h"
#include "app/transport_log.h"
#include "app/user_command.h"
#include "app/warm_start.h"
#include "app/watch_log.h"
#include "console/server.h"
#include "engine/engine.h"
#include "gateway/gateway.h"
#include "journal/journal.h"
#include "os/clock.h"
#include "os/thread_name.h"
#include "stir/verifier.h"
#include "store/store.h"

namespace qorgan::app {

// Members are in the order they are opened, so that they close in reverse.
struct centre::state final : status_source {
  explicit state(config c) : settings{std::move(c)}, clock{settings.clock_speed} {}

  config settings;
  os::clock clock;
  std::optional<data_dir> folder;
  std::mutex policy_guard;  // reload may come from the console and from a signal
  engine::policy_bundle bundle;
  std::unique_ptr<store::store> archive;
  std::unique_ptr<journal::journal> log;
  std::uint64_t committed_at_start = 0;
  std::unique_ptr<engine::engine> screening;
  std::unique_ptr<stir::verifier> passports;  // null: no trunk asks for it
  std::unique_ptr<gateway::gateway> calls;
  rules_in_force emergency;
  std::unique_ptr<projector> projection;
  std::unique_ptr<console::server> web;
  std::unique_ptr<console::screen_server> asked;  // null: nobody may ask over HTTP
  std::thread call_path;
  transport_log transports{
      [](const std::string& event, const std::string& detail, std::uint64_t count) {
        log_event(log_level::warn, event, {{"detail", detail}, {"count", std::to_string(count)}});
      }};
  watch_log mirror;
  std::string people_words;
  std::string store_name;

  centre_status status() const override;
  rejected_report rejected() const override { return calls->rejected(); }
  console::reload_result reload();
};

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

bool is_loopback(const ip_endpoint& at) {
  return parse_block("127.0.0.0/8")->contains(at) || parse_block("::1")->contains(at);
}

}  // namespace

centre_status centre::state::status() const {
  centre_status out;
  out.now = clock.now();
  out.version = "0.1.0";
  out.node = settings.node;
  out.gateway = calls->figures();
  if (asked) out.screening = asked->figures();
  out.screening.enabled = asked != nullptr;
  out.journal = log->figures();
  out.projection = projection->figures();
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
  calls->adopt(std::move(fresh->policy), *digest, std::move(fresh->settings.gateway));
  bundle = std::move(fresh->bundle);
  out.adopted = true;
  out.digest = *digest;
  return out;
}

namespace {

// Each step opens one part; the first failure ends it with one line for the person who started it.
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
  journal::journal_options options;
  options.path = s.folder->journal_path();
  options.sync = s.settings.sync;
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
  settings.trunks = trunk_names(s.settings);
  settings.detectors = detector_texts();
  console::server::dependencies needs{
      *s.archive,
      *s.archive,
      *s.calls,
      s,
      s.clock,
      [&s] {
        console::reload_result result = s.reload();
        log_reload(result);
        return result;
      },
      [&s] {
        const std::lock_guard lock(s.policy_guard);
        return s.bundle.yaml;
      },
      [&s] { return metrics_text(s.status()); },
  };
  auto web = console::server::open(std::move(settings), std::move(needs));
  if (!web) return failure("console: " + web.error());
  s.web = std::move(*web);
  s.people_words = prepare_people(*s.archive, s.settings.demonstration,
                                  is_loopback(s.web->address()), s.clock.now());
  return {};
}

}  // namespace

centre::centre(std::unique_ptr<state> s) : state_{std::move(s)} {}

centre::~centre() = default;

std::expected<std::unique_ptr<centre>, std::string> centre::open(checked_config checked,
                                                                 const centre_options& options) {
  auto s = std::make_unique<state>(std::move(checked.settings));
  s->bundle = std::move(checked.bundle);
  auto opened = open_storage(*s, options.data_dir);
  if (opened) opened = open_call_path(*s, std::move(checked.policy));
  if (opened) {
    s->projection = std::make_unique<projector>(s->folder->journal_path(), *s->archive);
    opened = open_console(*s, options);
  }
  if (opened) {
    auto asked =
        open_screening({s->settings, *s->calls, *s->archive, s->emergency, detector_texts()});
    if (!asked) return failure("screen: " + asked.error());
    s->asked = std::move(*asked);
  }
  if (!opened) return failure(opened.error());
  s->log->listen([raw = s.get()](std::span<const record> batch, bool durable) {
    raw->web->publish(batch);
    if (durable) raw->projection->notify();
  });
  return std::unique_ptr<centre>(new centre(std::move(s)));
}

void centre::start() {
  state& s = *state_;
  s.log->start();
  s.projection->start();
  s.web->start();
  if (s.asked) s.asked->start();
  s.call_path = std::thread([&s] {
    os::name_this_thread("call-path");
    s.calls->run();
  });
  s.transports.start([&s] { return s.calls->figures(); });
  log_event(log_level::info, "started",
            {{"node", s.settings.node},
             {"store", s.store_name},
             {"console", to_string(s.web->address())},
             {"trunks", std::to_string(s.settings.gateway.trunks.size())}});
}

void centre::drain() {
  state_->calls->drain();
}

std::uint64_t centre::live_calls() const {
  return state_->calls->figures().live_calls;
}

std::uint32_t centre::drain_limit_ms() const {
  return state_->settings.drain_limit_ms;
}

void centre::stop() {
  state& s = *state_;
  s.transports.stop();
  if (s.asked) s.asked->stop();
  s.calls->stop();
  if (s.call_path.joinable()) s.call_path.join();
  std::string calls = s.calls->save_calls();
  s.log->stop();
  leave_calls(s.folder->carried_path(), {*s.calls, *s.log, s.clock}, std::move(calls));
  s.projection->stop();
  s.web->stop();
}

bool centre::reload() {
  state& s = *state_;
  const console::reload_result result = s.reload();
  log_reload(result);
  audit_reload(*s.archive, result);
  return result.adopted;
}

centre_status centre::status() const {
  return state_->status();
}

progress centre::progress_made() const {
  const journal_figures log = state_->log->figures();
  const bool all_kept = log.committed == state_->committed_at_start + log.appended;
  return {state_->calls->rounds(), log.committed, all_kept || !log.healthy};
}

void centre::tell_trouble() {
  const auto dropped = state_->mirror.look(state_->calls->figures().watch);
  if (!dropped) return;
  log_event(log_level::warn, "mirror_dropped",
            {{"strangers", std::to_string(dropped->strangers)},
             {"wrong_key", std::to_string(dropped->wrong_key)},
             {"old_version", std::to_string(dropped->old_version)},
             {"malformed", std::to_string(dropped->malformed)},
             {"forgotten_calls", std::to_string(dropped->forgotten)}});
}

std::string centre::welcome() const {
  const state& s = *state_;
  std::string out = "\n  Qorgan " + s.status().version + " takes calls\n\n";
  out += "  console   http://" + to_string(s.web->address()) + "/\n";
  for (const auto& listen : s.settings.gateway.listen) {
    out += "  SIP       " + transport_word(listen.over) + " " + to_string(listen.at) + "\n";
  }
  for (const auto& listen : s.settings.gateway.watch.listen) {
    const bool udp = listen.over == gateway::transport::udp;
    out += std::string("  HEP       ") + (udp ? "udp " : "tcp ") + to_string(listen.at) + "\n";
  }
  if (s.asked) out += "  screening http://" + to_string(s.asked->address()) + "/v1/screen\n";
  if (!s.people_words.empty()) out += "  users     " + s.people_words + "\n";
  out += "\n";
  return out;
}

}  // namespace qorgan::app
