#pragma once

#include <expected>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>

#include "app/audit_sealer.h"
#include "app/centre.h"
#include "app/data_dir.h"
#include "app/law_config.h"
#include "app/log.h"
#include "app/order_keeper.h"
#include "app/projector.h"
#include "app/screening.h"
#include "app/transport_log.h"
#include "app/watch_log.h"
#include "app/whatif_runner.h"
#include "console/server.h"
#include "engine/engine.h"
#include "gateway/gateway.h"
#include "journal/journal.h"
#include "os/clock.h"
#include "stir/verifier.h"
#include "store/store.h"

namespace qorgan::app {

/// With `realtime: true`. The call path fills the journal's ring: were it first, a full call path
/// would keep the journal from committing. The journal works little and often waits for the disk.
inline constexpr int kCallPathLevel = 1;
inline constexpr int kJournalLevel = 2;

/// What a centre is made of. Members are in the order they are opened, so that they close in
/// reverse.
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
  casework::legal_bases first_law;  // until the policy is known
  law_in_force law;
  std::unique_ptr<order_keeper> orders;
  std::unique_ptr<audit_sealer> sealer;
  std::string audit_key;  // public
  std::unique_ptr<projector> projection;
  std::unique_ptr<whatif_runner> trials;
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

// Each step opens one part; the first failure ends it with one line for the person who started it.
std::expected<void, std::string> open_storage(centre::state& s, const std::string& data_path);
std::expected<void, std::string> open_call_path(
    centre::state& s, std::shared_ptr<const engine::policy_snapshot> policy);
std::expected<void, std::string> open_console(centre::state& s, const centre_options& options);
std::expected<void, std::string> open_questions(centre::state& s);

}  // namespace qorgan::app
