#include "app/centre.h"

#include "app/centre_state.h"
#include "app/planned_restart.h"
#include "app/reload.h"
#include "app/transport_config.h"
#include "os/thread_name.h"
#include "os/thread_priority.h"

namespace qorgan::app {
centre::centre(std::unique_ptr<state> s) : state_{std::move(s)} {}

centre::~centre() = default;

std::expected<std::unique_ptr<centre>, std::string> centre::open(checked_config checked,
                                                                 const centre_options& options) {
  auto s = std::make_unique<state>(std::move(checked.settings));
  s->bundle = std::move(checked.bundle);
  s->first_law = std::move(checked.law);
  auto opened = open_storage(*s, options.data_dir);
  if (opened) opened = open_call_path(*s, std::move(checked.policy));
  if (opened) {
    s->projection = std::make_unique<projector>(s->folder->journal_path(), *s->archive);
    opened = open_console(*s, options);
  }
  if (opened) opened = open_questions(*s);
  if (!opened) return std::unexpected(opened.error());
  s->log->listen([raw = s.get()](std::span<const record> batch, bool durable) {
    raw->web->publish(batch);
    if (!durable) return;
    raw->projection->notify();
    raw->orders->look_at(batch);
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
    if (s.settings.realtime && !os::run_before_other_threads(kCallPathLevel)) {
      log_event(log_level::warn, "realtime_refused",
                {{"why", "the system allows no real-time priority"}, {"see", "LimitRTPRIO="}});
    }
    s.calls->run();
  });
  s.orders->start();
  s.sealer->start();
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
  s.orders->stop();
  if (s.asked) s.asked->stop();
  s.calls->stop();
  if (s.call_path.joinable()) s.call_path.join();
  std::string calls = s.calls->save_calls();
  s.log->stop();
  leave_calls(s.folder->carried_path(), {*s.calls, *s.log, s.clock}, std::move(calls));
  s.projection->stop();
  s.web->stop();
  s.sealer->stop();  // seals what was written last
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
